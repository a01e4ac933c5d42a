import type * as z from 'zod';

/**
 * How the account token travels: `form` and `query` as the required field `api_token`; `query-for-mirror`
 * only when `mirror=1` is asked for; `none` never.
 */
type TokenPlace = 'none' | 'query' | 'form' | 'query-for-mirror';

/**
 * One call of the MVSep API: everything a client needs to make it and a server needs to check it.
 *
 * A call is added to the API by adding an entry of this shape; the client's methods and the server's
 * validation derive from it.
 */
export interface ApiCall<Params extends z.ZodType, Answer extends z.ZodType> {
  /** Group and method, as in the client: `separation.create`. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Path from the base address of the service. */
  readonly path: string;
  readonly token: TokenPlace;
  /** Whether sending the call twice does no harm. Only such calls may be retried. */
  readonly repeatable: boolean;
  /** One sentence on what the call is for. */
  readonly purpose: string;
  /** Fields as they stand on the wire, without `api_token` and files. Limits and defaults included. */
  readonly params: Params;
  /** Reads real answers: lenient in, one plain shape out. */
  readonly answer: Answer;
}

/** Keeps the exact types of an entry. */
export function defineCall<Params extends z.ZodType, Answer extends z.ZodType>(
  call: ApiCall<Params, Answer>,
): ApiCall<Params, Answer> {
  return call;
}
