import * as z from 'zod';

/** What is read of an HTTP API request (payload format 2.0): the path, and how long the body is. */
export const webhookRequest = z
  .object({
    pathParameters: z.object({ jobId: z.string(), signature: z.string() }),
    body: z.string().optional(),
    isBase64Encoded: z.boolean().default(false),
  })
  .transform(({ pathParameters, body = '', isBase64Encoded }) => ({
    ...pathParameters,
    bodyBytes: Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8'),
  }));

export type WebhookRequest = z.infer<typeof webhookRequest>;
