import * as z from 'zod';

/** What is needed of an S3 "Object Created" event from EventBridge. Its keys come as they are, not URL-encoded. */
export const droppedObject = z
  .object({
    /** To the second. */
    time: z.iso.datetime(),
    detail: z.object({
      bucket: z.object({ name: z.string().min(1) }),
      object: z.object({ key: z.string().min(1) }),
    }),
  })
  .transform(({ time, detail: { bucket, object } }) => ({ bucket: bucket.name, key: object.key, at: time }));

export type DroppedObject = z.infer<typeof droppedObject>;
