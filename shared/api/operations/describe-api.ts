import * as z from 'zod';
import { defineOperation, NOTHING } from '../operation.ts';

/** Describes the API to programs. */
export const describeApi = defineOperation({
  id: 'describeApi',
  method: 'GET',
  path: '/openapi.json',
  answeredBy: 'describe-api',
  scope: 'anyone',
  tag: 'About',
  summary: 'Describe the API, as OpenAPI 3.1.',
  purpose: 'Answers this document, with the address of the deployment as its server. It needs no key.',
  parameters: NOTHING,
  query: NOTHING,
  body: NOTHING,
  status: 200,
  reply: z.looseObject({
    openapi: z.literal('3.1.1'),
    servers: z.array(z.object({ url: z.url(), description: z.string() })),
  }),
  examples: [
    {
      summary: 'The beginning of it',
      reply: {
        openapi: '3.1.1',
        servers: [
          { url: 'https://abc123.execute-api.eu-central-1.amazonaws.com', description: 'This deployment.' },
        ],
      },
    },
  ],
});
