import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What CloudFront shows in the tests. */
export const ORIGIN_KEY = 'the-key-of-the-distribution';

/** An event of API Gateway behind CloudFront with the parts that the Engine reads; the rest is never looked at. */
export function apiEvent(parts: {
  contentType?: string;
  body?: string | Buffer;
  query?: Record<string, string>;
  /** GET when there is neither body nor content type, POST otherwise. */
  method?: string;
  headers?: Record<string, string>;
}): APIGatewayProxyEventV2 {
  const { contentType, body, query } = parts;
  const method = parts.method ?? (contentType === undefined && body === undefined ? 'GET' : 'POST');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      'x-origin-key': ORIGIN_KEY,
      ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
      ...parts.headers,
    },
    requestContext: {
      accountId: '1',
      apiId: 'a',
      domainName: 'd',
      domainPrefix: 'd',
      http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '1.1.1.1', userAgent: 'test' },
      requestId: 'r',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: Buffer.isBuffer(body),
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body.toString('base64') : body }),
    ...(query === undefined ? {} : { queryStringParameters: query }),
  };
}

/** A multipart body written by hand: fields as text, files as `{ name, bytes }`, in the order given. */
export function multipartBody(
  parts: readonly (readonly [string, string | { name: string; bytes: Buffer; type?: string }])[],
): { contentType: string; body: Buffer } {
  const boundary = 'the-boundary';
  const pieces = parts.map(([field, value]) => {
    const isText = typeof value === 'string';
    const file = isText ? '' : `; filename="${value.name}"`;
    const type = isText || value.type === undefined ? '' : `Content-Type: ${value.type}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"${file}\r\n${type}\r\n`;
    return Buffer.concat([Buffer.from(head), isText ? Buffer.from(value) : value.bytes, Buffer.from('\r\n')]);
  });
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
