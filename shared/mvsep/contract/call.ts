import type * as z from 'zod';
import type { CallError } from './call-error.ts';

/**
 * How the account token travels: `form` and `query` as the required field `api_token`; `query-for-mirror`
 * only when `mirror=1` is asked for; `optional-query` when there is one; `none` never.
 */
type TokenPlace = 'none' | 'query' | 'form' | 'query-for-mirror' | 'optional-query';

/** A file part of a form. */
interface FilePart {
  readonly name: string;
  readonly about: string;
  /** Whether the call makes no sense without it. */
  readonly required: boolean;
}

/** What is asked and what is answered, as both stand on the wire. */
interface CallExample<Params extends z.ZodType, Reply extends z.ZodType> {
  readonly summary: string;
  readonly params: z.input<Params>;
  readonly reply: z.input<Reply>;
}

/**
 * One call of the MVSep API: everything a client needs to make it and a server needs to check it.
 *
 * A call is added to the API by adding an entry of this shape; the client's methods, the server's routes and
 * validation, and the OpenAPI document derive from it.
 */
export interface ApiCall<
  Params extends z.ZodType,
  Answer extends z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Name extends string = string,
> {
  /** Group and method, as in the client: `separation.create`. */
  readonly name: Name;
  readonly method: 'GET' | 'POST';
  /** A second method that a server takes as well, since the documentation shows both. */
  readonly alsoMethod?: 'GET' | 'POST';
  /** Path from the base address of the service. */
  readonly path: string;
  readonly token: TokenPlace;
  /** Whether sending the call twice does no harm. Only such calls may be retried. */
  readonly repeatable: boolean;
  /** What may have happened when the answer to a call that may not be repeated was lost, and where to look. */
  readonly ifLost?: string;
  /** One or two sentences on what the call is for. */
  readonly purpose: string;
  /** Fields as they stand on the wire, without `api_token` and files. Limits and defaults included. */
  readonly params: Params;
  /** File parts of the form; a call with any arrives as `multipart/form-data`. */
  readonly files?: readonly FilePart[];
  /** Exactly what a server sends when it does what was asked: strict, no unknown fields. */
  readonly reply: Reply;
  /** Reads real answers: lenient in, one plain shape out. */
  readonly answer: Answer;
  /** Every way in which a server refuses the call. */
  readonly errors: readonly CallError[];
  readonly examples: readonly CallExample<Params, Reply>[];
}

/** Keeps the exact types of an entry. */
export function defineCall<
  Params extends z.ZodType,
  Answer extends z.ZodType,
  Reply extends z.ZodType,
  const Name extends string,
>(call: ApiCall<Params, Answer, Reply, Name>): ApiCall<Params, Answer, Reply, Name> {
  return call;
}
