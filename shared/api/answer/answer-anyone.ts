import type * as z from 'zod';
import type { Log } from '../../logging/logger.ts';
import type { Operation } from '../operation.ts';
import { answerProblem } from './answer-problem.ts';
import type { ApiHandler } from './api-event.ts';
import { type ReadRequest, readRequest } from './read-request.ts';
import { replyOf } from './reply-of.ts';

/**
 * Makes a Lambda handler of an operation that needs no key (its scope is `anyone`); see `answerOperation`, which is
 * for all others.
 */
export function answerAnyone<
  Path extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(
  operation: Operation<Path, Query, Body, Reply>,
  log: Log,
  answer: (request: ReadRequest<z.output<Path>, z.output<Query>, z.output<Body>>) => Promise<z.input<Reply>>,
): ApiHandler {
  return async (event) => {
    try {
      return replyOf(operation, await answer(readRequest(operation, event)));
    } catch (error) {
      return answerProblem(log, error);
    }
  };
}
