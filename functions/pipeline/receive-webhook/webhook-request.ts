import * as z from 'zod';

/**
 * What is read of an HTTP API request (payload format 2.0). The address of one attempt names its job and step; that
 * of the account's webhook page carries a signature only.
 */
export const webhookRequest = z
  .object({
    pathParameters: z.object({
      jobId: z.string().optional(),
      step: z.string().optional(),
      signature: z.string(),
    }),
    body: z.string().default(''),
    isBase64Encoded: z.boolean().default(false),
  })
  .transform(({ pathParameters, body, isBase64Encoded }) => ({
    ...pathParameters,
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  }));

export type WebhookRequest = z.infer<typeof webhookRequest>;
