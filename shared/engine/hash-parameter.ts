import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';

/** Longer than any hash, shorter than what a key of DynamoDB may be, which is measured in UTF-8. */
const LONGEST_HASH_BYTES = 1024;

const query = z.object({
  hash: z
    .string()
    .trim()
    .refine((hash) => Buffer.byteLength(hash) <= LONGEST_HASH_BYTES)
    .catch(''),
});

/** The `hash` of a query; empty when there is none, which no record has. */
export function hashParameter(event: APIGatewayProxyEventV2): string {
  return query.parse(event.queryStringParameters ?? {}).hash;
}
