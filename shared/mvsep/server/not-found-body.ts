import { refusalBody } from './refusal-body.ts';

/** What `get` and `get-remote` say of a hash that nobody knows; with HTTP 200, as the service does. */
export function notFoundBody(message: string) {
  return { ...refusalBody(message), status: 'not_found' as const };
}
