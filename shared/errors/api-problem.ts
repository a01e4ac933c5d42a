import { PROBLEM_KINDS, type ProblemKind } from '../api/problem-kinds.ts';
import { ServiceError } from './service-error.ts';

/** What an answer says beside its sentence. */
export interface ApiProblemFacts {
  /** Everything that is wrong with the request. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request to the API that is refused; the message is shown to the caller. */
export class ApiProblem extends ServiceError {
  override readonly name = 'ApiProblem';
  readonly kind: ProblemKind;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    message: string,
    { errors = [], headers = {}, cause }: ApiProblemFacts = {},
  ) {
    super(message, { retryable: PROBLEM_KINDS[kind].status >= 429, charged: 'no', cause });
    this.kind = kind;
    this.errors = errors;
    this.headers = headers;
  }
}
