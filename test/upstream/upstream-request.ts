/** One call as the service sees it, after its form was read. */
export interface UpstreamRequest {
  readonly method: string;
  readonly path: string;
  /** Fields of the query or of the form. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file?: { readonly name: string; readonly bytes: Buffer };
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What kinds of calls there are, for faults and for counts. */
export type CallKind =
  | 'create'
  | 'get'
  | 'get-remote'
  | 'cancel'
  | 'history'
  | 'user'
  | 'queue'
  | 'algorithms'
  | 'leaderboard'
  | 'quality-queue'
  | 'quality-entry'
  | 'quality-add'
  | 'download'
  | 'other';

const KINDS: Readonly<Record<string, CallKind>> = {
  '/api/separation/create': 'create',
  '/api/separation/get': 'get',
  '/api/separation/get-remote': 'get-remote',
  '/api/separation/cancel': 'cancel',
  '/api/app/separation_history': 'history',
  '/api/app/user': 'user',
  '/api/app/queue': 'queue',
  '/api/app/algorithms': 'algorithms',
  '/api/quality_checker/leaderboard': 'leaderboard',
  '/api/quality_checker/queue': 'quality-queue',
  '/api/quality_checker/entry': 'quality-entry',
  '/api/quality_checker/add': 'quality-add',
};

export function callKind(path: string): CallKind {
  return KINDS[path] ?? (path.startsWith('/storage/') ? 'download' : 'other');
}

/** An answer in JSON. */
export function jsonAnswer(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): UpstreamAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** A refusal with its message in all the places where clients look for it. */
export function refusalAnswer(message: string, status = 400): UpstreamAnswer {
  return jsonAnswer({ success: false, errors: [message], message, data: { message } }, status);
}
