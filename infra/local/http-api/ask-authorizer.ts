import * as z from 'zod';
import { arn } from '../template/arn.ts';
import { callFunction } from './call-function.ts';
import type { HttpApiParts } from './http-api.ts';
import type { AuthorizerConfig } from './http-api-config.ts';
import type { HttpApiEvent } from './http-api-event.ts';

/** API Gateway waits no longer for an authorizer. */
const TIMEOUT_MILLISECONDS = 10_000;

/** What an authorizer decided; `failed` when it decided nothing, with the reason for the access log. */
type Decision =
  | { readonly outcome: 'allowed'; readonly context: Readonly<Record<string, unknown>> }
  | { readonly outcome: 'denied' }
  | { readonly outcome: 'failed'; readonly reason: string };

/** A simple response of payload format 2.0. */
const simpleResponse = z.object({
  isAuthorized: z.boolean(),
  context: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Asks an authorizer of type REQUEST about a request, which it is shown without the body. Nobody passes whom it did
 * not let in by word.
 *
 * Source: "Working with AWS Lambda authorizers for HTTP APIs" in the API Gateway developer guide.
 */
export async function askAuthorizer(
  parts: Pick<HttpApiParts, 'invoke' | 'api' | 'stage'>,
  { id, functionArn }: AuthorizerConfig,
  event: HttpApiEvent,
): Promise<Decision> {
  const { body, isBase64Encoded, ...request } = event;
  const { method, path } = event.requestContext.http;
  const routeArn = arn('execute-api', `${parts.api.id}/${parts.stage.name}/${method}${path}`);
  const result = await callFunction(parts, {
    functionArn,
    // Only authorizers without an identity source are modelled.
    event: { ...request, type: 'REQUEST', routeArn, identitySource: null },
    source: `authorizers/${id}`,
    milliseconds: TIMEOUT_MILLISECONDS,
  });
  if (result === undefined) {
    return { outcome: 'failed', reason: `No answer of the authorizer within ${TIMEOUT_MILLISECONDS} ms.` };
  }
  if ('error' in result) {
    return { outcome: 'failed', reason: `${result.error.errorType}: ${result.error.errorMessage}` };
  }
  const parsed = simpleResponse.safeParse(result.payload);
  if (!parsed.success) {
    return { outcome: 'failed', reason: 'The response of the authorizer is not of the simple form.' };
  }
  const { isAuthorized, context } = parsed.data;
  return isAuthorized ? { outcome: 'allowed', context: context ?? {} } : { outcome: 'denied' };
}
