import type * as z from 'zod';
import type { Log } from '../../logging/logger.ts';
import type { Operation } from '../operation.ts';
import { answerProblem } from './answer-problem.ts';
import type { ApiHandler } from './api-event.ts';
import type { ApiRequest } from './api-request.ts';
import { readRequest } from './read-request.ts';
import { replyOf } from './reply-of.ts';
import { requireCaller } from './require-caller.ts';

/**
 * Makes a Lambda handler of an operation and the use case that answers it: it makes sure that the caller may ask,
 * reads and checks the request, and answers the use case's reply as JSON, or its error as a problem. What the reply's
 * schema does not name never leaves.
 *
 * @param answer throws ApiProblem for what it will not do; any other error is a 500.
 *
 * @example
 * export const handler = answerOperation(showJob, createLogger('show-job'), (request) => describeJob(deps, request));
 */
export function answerOperation<
  Path extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(
  operation: Operation<Path, Query, Body, Reply>,
  log: Log,
  answer: (request: ApiRequest<z.output<Path>, z.output<Query>, z.output<Body>>) => Promise<z.input<Reply>>,
): ApiHandler {
  return async (event) => {
    let headers: Readonly<Record<string, string>> = {};
    try {
      const known = requireCaller(operation, event);
      headers = known.headers;
      const reply = await answer({ caller: known.caller, ...readRequest(operation, event) });
      return replyOf(operation, reply, headers);
    } catch (error) {
      const refused = answerProblem(log, error);
      return { ...refused, headers: { ...headers, ...refused.headers } };
    }
  };
}
