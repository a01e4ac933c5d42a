import * as z from 'zod';
import type { CallerScope } from '../callers/caller.ts';
import type { ProblemKind } from './problem-kinds.ts';

/** What an operation takes none of: parameters, a query, a body. */
export const NOTHING = z.strictObject({});

/** One operation of the API: everything that its handler, its route and its description are made from. */
export interface Operation<
  Path extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  /** Its `operationId`: a verb and a noun. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As API Gateway writes it: `/v1/jobs/{jobId}`. */
  readonly path: `/${string}`;
  /** Folder of the function that answers it, below `functions/api/`. */
  readonly answeredBy: string;
  /** The key that it takes; `anyone` needs none. */
  readonly scope: CallerScope | 'anyone';
  readonly tag: 'Jobs' | 'Uploads' | 'Catalogue' | 'Account' | 'Quality checker' | 'About';
  /** One line. */
  readonly summary: string;
  /** What a caller has to know; Markdown. */
  readonly purpose: string;
  /** Parameters of the path, as texts; `NOTHING` without any. */
  readonly parameters: Path;
  /** The query, as texts; what is not named in it is refused. */
  readonly query: Query;
  /** The JSON body. */
  readonly body: Body;
  /** Whether it heeds the header `Idempotency-Key`. */
  readonly isIdempotent?: boolean;
  readonly status: 200 | 201 | 202;
  readonly reply: Reply;
  /** Refusals of its own, beside those that every operation has (see `problemsOf`). */
  readonly problems?: readonly ProblemKind[];
  readonly examples: readonly {
    readonly summary: string;
    readonly parameters?: z.input<Path>;
    readonly query?: z.input<Query>;
    readonly body?: z.input<Body>;
    readonly reply: z.input<Reply>;
  }[];
}

/**
 * Defines an operation; there is nothing to it but the types.
 *
 * @example
 * export const showJob = defineOperation({ id: 'showJob', method: 'GET', path: '/v1/jobs/{jobId}', … });
 */
export function defineOperation<
  Path extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(operation: Operation<Path, Query, Body, Reply>): Operation<Path, Query, Body, Reply> {
  return operation;
}

/** Every refusal that an operation may answer with. */
export function problemsOf({ scope, problems = [], parameters, body }: Operation): ProblemKind[] {
  return [
    ...new Set<ProblemKind>([
      'invalid-request',
      ...(scope === 'anyone' ? [] : (['unauthenticated', 'too-many-requests', 'unavailable'] as const)),
      ...(scope === 'write' ? (['scope-too-narrow'] as const) : []),
      ...(parameters === NOTHING ? [] : (['not-found'] as const)),
      ...(body === NOTHING ? [] : (['too-large', 'unsupported-media-type'] as const)),
      ...problems,
      'failed',
    ]),
  ];
}
