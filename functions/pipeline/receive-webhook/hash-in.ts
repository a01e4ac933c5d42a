import * as z from 'zod';

const hash = z.string().trim().min(1).max(1024);

/** A webhook of the service: a `get` answer with the hash on top, or inside. */
const webhookBody = z.union([
  z.object({ hash }).transform((body) => body.hash),
  z.object({ data: z.object({ hash }) }).transform((body) => body.data.hash),
]);

/** The hash in the body of a webhook, which is all that is read of it; undefined in the body of a test call. */
export function hashIn(body: Buffer): string | undefined {
  try {
    return webhookBody.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined; // Not JSON.
  }
}
