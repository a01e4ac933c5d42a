import { handler as refuseUnknown } from '../../../functions/api/refuse-unknown/handler.ts';
import { createRouteTable } from '../../../infra/local/http-api/route-table.ts';
import type { ApiHandler } from '../../../shared/api/answer/api-event.ts';
import type { Operation } from '../../../shared/api/operation.ts';
import { lambdaContext } from '../engine/lambda-context.ts';
import { apiEvent } from './api-event.ts';
import type { GivenAnswer } from './check-answer.ts';
import type { GeneratedRequest } from './generated-request.ts';

/** An answer, and the operation that gave it; none for an address without one. */
interface FrontAnswer extends GivenAnswer {
  readonly operation?: Operation;
}

/** Takes a request to its handler, as API Gateway does, without a network. */
export type ApiFront = (request: GeneratedRequest, authorization: unknown) => Promise<FrontAnswer>;

export function createApiFront(operations: readonly (readonly [Operation, ApiHandler])[]): ApiFront {
  const routed = new Map(operations.map((one) => [`${one[0].method} ${one[0].path}`, one]));
  const match = createRouteTable(
    [...routed.keys(), '$default'].map((routeKey) => ({ routeKey, functionArn: routeKey })),
  );
  return async ({ method, path, query, headers, body }, authorization) => {
    const found = match(method, path);
    const [operation, handler] = routed.get(found?.route.routeKey ?? '') ?? [undefined, refuseUnknown];
    const isText = headers['content-type']?.startsWith('application/json') ?? false;
    const event = apiEvent({
      method,
      path: decodeURIComponent(path),
      parameters: found?.pathParameters ?? {},
      query,
      headers,
      // API Gateway hands on JSON as text, with what is no UTF-8 in it replaced.
      ...(body === undefined ? {} : { body: isText ? body.toString('utf8') : body }),
      authorization: operation === undefined || operation.scope === 'anyone' ? null : authorization,
    });
    const { statusCode = 200, headers: answered = {}, body: text = '' } = await handler(event, lambdaContext);
    return {
      status: statusCode,
      headers: Object.fromEntries(Object.entries(answered).map(([name, value]) => [name, String(value)])),
      text,
      ...(operation === undefined ? {} : { operation }),
    };
  };
}
