import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Operation } from '../operation.ts';

/** The answer that carries a reply. It goes through its schema: what that does not name never leaves. */
export function replyOf<Reply extends z.ZodType>(
  { status, reply }: Pick<Operation<z.ZodType, z.ZodType, z.ZodType, Reply>, 'status' | 'reply'>,
  value: z.input<Reply>,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(reply.parse(value)),
  };
}
