import type { Caller } from '../../callers/caller.ts';

/** One request to the API, checked: what a use case answers. */
export interface ApiRequest<Path, Query, Body> {
  readonly caller: Caller;
  readonly parameters: Path;
  readonly query: Query;
  readonly body: Body;
  /** From the header `Idempotency-Key`, for operations that heed it. */
  readonly idempotencyKey?: string;
}
