import * as z from 'zod';

/** What is needed of an S3 "Object Created" event from EventBridge. Its keys come as they are, not URL-encoded. */
export const uploadEvent = z
  .object({
    detail: z.object({
      bucket: z.object({ name: z.string().min(1) }),
      object: z.object({
        key: z.string().min(1),
        etag: z.string().min(1),
        'version-id': z.string().optional(),
      }),
    }),
  })
  .transform(({ detail: { bucket, object } }) => ({
    bucket: bucket.name,
    key: object.key,
    etag: object.etag,
    version: object['version-id'] ?? object.etag,
  }));

export type UploadEvent = z.infer<typeof uploadEvent>;
