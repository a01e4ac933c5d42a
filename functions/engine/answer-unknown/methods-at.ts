import { CALLS } from '../../../shared/mvsep/contract/calls.ts';
import { methodsOf } from '../../../shared/mvsep/contract/methods-of.ts';

/** Addresses beside the calls of the contract, with their methods. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  '/openapi.json': ['GET', 'HEAD'],
  '/api/app/verify_email': ['GET', 'POST'],
};

/** The methods that a path takes; none when there is no such path. */
export function methodsAt(path: string): readonly string[] {
  const page = Object.hasOwn(PAGES, path) ? PAGES[path] : undefined;
  if (page !== undefined) return page;
  return CALLS.filter((call) => call.path === path).flatMap(methodsOf);
}
