/**
 * Every way in which the API refuses, by the last part of its `type`. RFC 9457 wants a `type` that programs can tell
 * apart and a `title` that is the same each time; what happened in one case is the `detail`.
 */
export const PROBLEM_KINDS = {
  'invalid-request': { status: 400, title: 'The request is not usable' },
  'invalid-cursor': { status: 400, title: 'That is no place in a list' },
  unauthenticated: { status: 401, title: 'A key is needed' },
  'scope-too-narrow': { status: 403, title: 'The key may not do this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'That cannot be done here' },
  'wrong-state': { status: 409, title: 'The job is not where this makes sense' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has the wrong type' },
  'key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  impossible: { status: 422, title: 'What is asked for cannot be had' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  failed: { status: 500, title: 'The server failed' },
  unavailable: { status: 503, title: 'The server cannot answer at the moment' },
  'upstream-unavailable': { status: 503, title: 'The MVSep API does not answer' },
} as const;

export type ProblemKind = keyof typeof PROBLEM_KINDS;
