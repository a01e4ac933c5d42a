import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** An HTTP answer with a JSON body. */
export function jsonAnswer(status: number, body: unknown): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
