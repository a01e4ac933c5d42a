import { answerProblem } from '../../../shared/api/answer/answer-problem.ts';
import type { ApiHandler } from '../../../shared/api/answer/api-event.ts';
import { sayMethods } from '../../../shared/http/say-methods.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { methodsAt } from './methods-at.ts';
import { refuseUnknown } from './refuse-unknown.ts';

const log = createLogger('refuse-unknown');

/** Everything that no route takes → 404, or 405 on a path that takes other methods; there, OPTIONS asks which. */
export const handler: ApiHandler = async ({ rawPath, requestContext }) => {
  const { method } = requestContext.http;
  const methods = methodsAt(rawPath);
  if (method === 'OPTIONS' && methods.length > 0) return sayMethods(methods);
  return answerProblem(log, refuseUnknown({ method, path: rawPath }));
};
