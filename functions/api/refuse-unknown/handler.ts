import { answerProblem } from '../../../shared/api/answer/answer-problem.ts';
import type { ApiHandler } from '../../../shared/api/answer/api-event.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { refuseUnknown } from './refuse-unknown.ts';

const log = createLogger('refuse-unknown');

/** Everything that no route takes → 404, or 405 on a path that takes other methods. */
export const handler: ApiHandler = async ({ rawPath, requestContext }) =>
  answerProblem(log, refuseUnknown({ method: requestContext.http.method, path: rawPath }));
