/**
 * Why a server refuses a call: `invalid` a field is missing or wrong; `token` the account token is missing or
 * unknown; `refused` everything is well-formed, and yet no; `rate` too many calls; `too-large` the body is
 * larger than the server takes.
 */
type RefusalReason = 'invalid' | 'token' | 'refused' | 'rate' | 'too-large';

/** One way in which a call is refused. */
export interface CallError {
  readonly status: 400 | 401 | 413 | 429;
  readonly reason: RefusalReason;
  /** When it happens, as the rest of a sentence that begins with "when". */
  readonly when: string;
  /** What a server says, for example. Known messages of mvsep.com keep its spelling. */
  readonly message: string;
  /** Messages by field, where clients read `message` as an object of lists. */
  readonly byField?: Readonly<Record<string, readonly string[]>>;
}

/** What `api_token` has to do with a call that is refused. */
const WRONG_TOKEN = { reason: 'token', message: 'Invalid token' } as const;

/** Refusals that several calls share. */
export const callError = {
  /** 401 on `separation/*` and `quality_checker/add`, 400 on `app/*`. */
  token: (status: 400 | 401, when = 'api_token is missing or unknown'): CallError => ({
    ...WRONG_TOKEN,
    status,
    when,
  }),
  invalid: (message: string, when = 'a field is missing or has no allowed value'): CallError => ({
    status: 400,
    reason: 'invalid',
    when,
    message,
  }),
  refused: (message: string, when: string): CallError => ({ status: 400, reason: 'refused', when, message }),
  /** The gateway in front of a server may cap a form at a few megabytes. */
  tooLarge: (message: string): CallError => ({
    status: 413,
    reason: 'too-large',
    when: 'the form is larger than the server takes',
    message,
  }),
  /** `Retry-After` says when to go on. */
  rate: {
    status: 429,
    reason: 'rate',
    when: 'more calls came in a minute than X-RateLimit-Limit says',
    message: 'Too many requests. Try again in 12 seconds.',
  },
} as const satisfies Record<string, CallError | ((...given: never[]) => CallError)>;
