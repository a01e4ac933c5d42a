import type { ApiEvent } from '../../../shared/api/answer/api-event.ts';
import type { Authorization } from '../../../shared/callers/authorization.ts';
import { type Caller, ownerName } from '../../../shared/callers/caller.ts';

/** Somebody who may do everything with jobs of their own. */
export const ANN: Caller = { keyId: 'feed', owner: ownerName.parse('ann'), scope: 'write', sees: 'own' };

/** What the authorizer passes on about somebody who has asked three times in this minute. */
export function knownAs(caller: Caller = ANN, more: { readonly isOver?: boolean } = {}): Authorization {
  return { outcome: 'known', caller, limit: 600, remaining: 597, isOver: false, secondsLeft: 20, ...more };
}

/** What a request says; the rest of its event is never looked at. */
export interface EventParts {
  readonly method?: string;
  readonly path?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** As it stands in the address. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as JSON arrives; bytes as everything else does, in base64. */
  readonly body?: string | Buffer;
  /** What the authorizer passed on, ANN by default; `null` when none stood before the function. */
  readonly authorization?: unknown;
}

/** An event of API Gateway, payload format 2.0. A text as the body is JSON unless a header says otherwise. */
export function apiEvent(parts: EventParts = {}): ApiEvent {
  const { method = 'GET', path = '/', query = '', body, parameters, authorization = knownAs() } = parts;
  const isText = typeof body === 'string';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { ...(isText ? { 'content-type': 'application/json' } : {}), ...parts.headers },
    requestContext: {
      accountId: '1',
      apiId: 'a',
      domainName: 'd',
      domainPrefix: 'd',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '1.1.1.1', userAgent: 'test' },
      requestId: 'r',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
      ...(authorization === null ? {} : { authorizer: { lambda: authorization } }),
    },
    isBase64Encoded: body !== undefined && !isText,
    ...(body === undefined ? {} : { body: isText ? body : body.toString('base64') }),
    ...(parameters === undefined ? {} : { pathParameters: { ...parameters } }),
  };
}
