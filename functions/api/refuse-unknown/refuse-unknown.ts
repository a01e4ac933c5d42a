import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { methodsAt } from './methods-at.ts';

/** What a request without a route asked for. */
export interface UnknownRequest {
  readonly method: string;
  readonly path: string;
}

/** Says why nothing answers a request: its path takes other methods, or there is no such path. */
export function refuseUnknown({ method, path }: UnknownRequest): ApiProblem {
  const methods = methodsAt(path);
  if (methods.length === 0) {
    return new ApiProblem(
      'not-found',
      'There is nothing under this address. GET /openapi.json lists all that there is.',
    );
  }
  // What is no plain word is not repeated.
  const asked = /^[A-Z]{1,10}$/.test(method) ? method : 'This method';
  return new ApiProblem('method-not-allowed', `${asked} cannot be done here. Use ${methods.join(' or ')}.`, {
    headers: { allow: methods.join(', ') },
  });
}
