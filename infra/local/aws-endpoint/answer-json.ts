import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import { RawAnswer } from './raw-answer.ts';

/** The JSON protocols' own names for errors that the signature check and IAM name in S3's words. */
const JSON_CODES: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
};

/** Writes the answer of a JSON service, in the protocol version that was asked in. */
export function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  answer: object,
): void {
  if (answer instanceof RawAnswer) {
    response.writeHead(answer.status, { ...answer.headers, 'x-amzn-requestid': requestId }).end(answer.body);
    return;
  }
  const body = Buffer.from(JSON.stringify(answer));
  const asked = request.headers['content-type'] ?? '';
  const type = asked.startsWith('application/x-amz-json-') ? asked : 'application/x-amz-json-1.1';
  response.writeHead(200, { 'content-type': type, 'content-length': body.length }).end(body);
}

/**
 * Writes an error as the JSON protocols do: `__type` and `message`, status 400 for whatever the client did.
 *
 * Anything but an AwsServiceError is a fault of the local cloud: the client sees InternalFailure with the
 * request id, stderr the error.
 */
export function answerJsonError(response: ServerResponse, requestId: string, error: unknown): void {
  const { known, code } = named(requestId, error);
  writeError(response, known, code, code === known.code ? known.status : 400);
}

/** Writes an error as the REST-JSON protocol does, where every refusal has a status of its own: 403, 404, …. */
export function answerRestError(response: ServerResponse, requestId: string, error: unknown): void {
  const { known, code } = named(requestId, error);
  writeError(response, known, code, known.status);
}

function named(
  requestId: string,
  error: unknown,
): { readonly known: AwsServiceError; readonly code: string } {
  const known = error instanceof AwsServiceError ? error : internalFailure(requestId, error);
  return { known, code: JSON_CODES[known.code] ?? known.code };
}

function writeError(response: ServerResponse, known: AwsServiceError, code: string, status: number): void {
  const body = Buffer.from(JSON.stringify({ __type: code, message: known.message, ...known.fields }));
  response
    .writeHead(status, {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': body.length,
      'x-amzn-errortype': code,
    })
    .end(body);
}

function internalFailure(requestId: string, error: unknown): AwsServiceError {
  console.error(`The local cloud failed on request ${requestId}:`, error);
  return new AwsServiceError(
    'InternalFailure',
    `The local cloud failed on this call; its log has the cause under request ${requestId}.`,
    500,
  );
}
