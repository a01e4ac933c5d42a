import type * as z from 'zod';
import { CallRefusal } from '../../errors/call-refusal.ts';
import type { ApiCall } from '../contract/call.ts';
import type { TokenNeed, TokenRefusal } from './find-caller.ts';

/** What the server needs to know of a call of the contract. */
export type AnsweredCall<Params extends z.ZodType, Reply extends z.ZodType = z.ZodType> = Pick<
  ApiCall<Params, z.ZodType, Reply>,
  'name' | 'path' | 'token' | 'params' | 'files' | 'errors' | 'reply'
>;

/** What the service says of a token that is nobody's. */
const UNKNOWN_TOKEN = 'User with this invalid token was not found. Check api_token.';

/** Calls whose answers carry a `status` beside everything else: programs decide by it whether to ask again. */
const WITH_STATUS: readonly string[] = ['separation.get', 'separation.getRemote'];

/** Whether a call with these fields must bring a token. */
export function tokenNeedOf(
  { token }: AnsweredCall<z.ZodType>,
  fields: Readonly<Record<string, string>>,
): TokenNeed {
  switch (token) {
    case 'none':
      return 'none';
    case 'optional-query':
      return 'optional';
    case 'query-for-mirror':
      return Number(fields.mirror) === 1 ? 'required' : 'none';
    default:
      return 'required';
  }
}

/** How a call refuses a token: as its documented errors say. */
export function tokenRefusalOf({ errors, path }: AnsweredCall<z.ZodType>): TokenRefusal {
  const documented = errors.find(({ reason }) => reason === 'token');
  const usual = path.startsWith('/api/app/') ? 400 : 401;
  const status = documented?.status === 400 || documented?.status === 401 ? documented.status : usual;
  return { status, message: UNKNOWN_TOKEN };
}

/**
 * The `status` that an error of a call carries, if it carries one. A hash that no separation can have counts as
 * not found; anything else says nothing of the separation, so that programs go on asking.
 */
export function statusOfError({ name }: AnsweredCall<z.ZodType>, error: unknown): string | undefined {
  if (!WITH_STATUS.includes(name)) return undefined;
  return error instanceof CallRefusal && error.isAboutFields ? 'not_found' : 'unavailable';
}
