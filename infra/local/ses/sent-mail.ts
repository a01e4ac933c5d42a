import * as z from 'zod';

/** A mail as it was handed over for sending. */
export type SentMail = z.infer<typeof sentMail>;

/** A mail as it lies in the data directory. */
export const sentMail = z.object({
  messageId: z.string(),
  /** When it was sent, ISO 8601. */
  time: z.string(),
  /** As given: "name@example.com" or "Name <name@example.com>". */
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  replyTo: z.array(z.string()),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
});
