import * as z from 'zod';

/** A message of a topic as one subscriber got it by mail, and as it lies in the data directory. */
export const notification = z.object({
  messageId: z.string(),
  /** When it was published, ISO 8601. */
  time: z.string(),
  /** Name of the topic. */
  topic: z.string(),
  /** Mail address of the subscriber. */
  to: z.string(),
  subject: z.string(),
  text: z.string(),
});

export type Notification = z.infer<typeof notification>;
