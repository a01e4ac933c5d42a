import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import { type HandleRequest, type Listener, listen } from '../listener/listen.ts';
import type { FindPrincipal } from '../principal.ts';
import { answerJson, answerJsonError, answerRestError } from './answer-json.ts';
import { answerQuery } from './answer-query.ts';
import type { JsonService } from './json-service.ts';
import { readAuthenticBody } from './read-authentic-body.ts';
import type { RestService } from './rest-service.ts';
import { signingService } from './signing-service.ts';

/** DynamoDB's BatchWriteItem takes 16 MB, the largest body of any JSON service modelled. */
const MAXIMUM_JSON_BODY_BYTES = 16 * 1024 * 1024;
const MAXIMUM_QUERY_BODY_BYTES = 1024 * 1024;

/** What stands behind the endpoint. */
export interface AwsEndpointParts {
  /**
   * By the part of X-Amz-Target before the dot: "DynamoDB_20120810", "AWSStepFunctions", "secretsmanager".
   * Looked up at each call, so that services which need the endpoint's address can be added after `listen`.
   */
  readonly services: ReadonlyMap<string, JsonService>;
  /** By the service that a request is signed for: "ses". */
  readonly restServices?: ReadonlyMap<string, RestService>;
  readonly s3: { handle: HandleRequest };
  readonly findPrincipal: FindPrincipal;
}

/** The one server that every AWS client talks to (AWS_ENDPOINT_URL). */
export interface AwsEndpoint {
  readonly handle: HandleRequest;
  /** @param port 0, the default, takes a free one. */
  listen(port?: number): Promise<Listener>;
}

/**
 * Tells the services apart on one port, as their clients do: a JSON service by its X-Amz-Target header, a
 * query service by its form body, a REST service by what the request is signed for, S3 by being none of them. The credential scope of the signature names the
 * service where nothing else does, so that a call to a service that is not modelled is refused by name
 * instead of being taken for an S3 request.
 */
export function createAwsEndpoint(parts: AwsEndpointParts): AwsEndpoint {
  const handle: HandleRequest = async (request, response) => {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') return handleTarget(parts, target, request, response);
    const service = signingService(request);
    if (service === undefined || service === 's3') {
      if (isForm(request) && service === undefined && pathOf(request) === '/')
        return handleQuery(parts, request, response);
      return parts.s3.handle(request, response);
    }
    const rest = parts.restServices?.get(service);
    if (rest !== undefined) return handleRest(parts, rest, request, response);
    if (isForm(request)) return handleQuery(parts, request, response);
    request.resume();
    answerJsonError(
      response,
      requestId(response),
      notModelled(service, `${request.method} ${pathOf(request)}`),
    );
  };
  return { handle, listen: (port) => listen(handle, port) };
}

async function handleTarget(
  parts: AwsEndpointParts,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = requestId(response);
  try {
    const dot = target.indexOf('.');
    const prefix = dot < 0 ? target : target.slice(0, dot);
    const operation = dot < 0 ? '' : target.slice(dot + 1);
    const service = parts.services.get(prefix);
    if (service === undefined) {
      request.resume();
      throw notModelled(prefix, operation);
    }
    const { body, principal } = await readAuthenticBody(
      request,
      MAXIMUM_JSON_BODY_BYTES,
      parts.findPrincipal,
    );
    answerJson(request, response, id, await service.call(operation, parseJson(body), principal));
  } catch (error) {
    if (request.readableAborted) return;
    answerJsonError(response, id, error);
  }
}

async function handleRest(
  parts: AwsEndpointParts,
  service: RestService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = requestId(response);
  try {
    const read = await readAuthenticBody(request, MAXIMUM_JSON_BODY_BYTES, parts.findPrincipal);
    const call = { method: request.method ?? 'GET', path: pathOf(request), body: parseJson(read.body) };
    answerJson(request, response, id, await service.call(call, read.principal));
  } catch (error) {
    if (request.readableAborted) return;
    answerRestError(response, id, error);
  }
}

async function handleQuery(
  parts: AwsEndpointParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = requestId(response);
  await answerQuery(response, id, signingService(request) ?? 'unknown service', async () => {
    const { body, principal } = await readAuthenticBody(
      request,
      MAXIMUM_QUERY_BODY_BYTES,
      parts.findPrincipal,
    );
    return { parameters: new URLSearchParams(body.toString('utf8')), principal };
  });
}

function requestId(response: ServerResponse): string {
  const id = randomUUID();
  response.setHeader('x-amzn-requestid', id);
  return id;
}

function isForm(request: IncomingMessage): boolean {
  return (
    request.method === 'POST' &&
    (request.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')
  );
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsServiceError('SerializationException', 'The request body is not valid JSON.');
  }
}

function notModelled(service: string, operation: string): AwsServiceError {
  return new AwsServiceError(
    'NotImplementedException',
    `The local cloud does not model ${service}: it cannot answer ${operation || 'this call'}.`,
    501,
  );
}
