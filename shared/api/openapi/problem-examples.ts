import type { ProblemKind } from '../problem-kinds.ts';

/** One sentence of each kind of refusal, as the description of the API shows it. */
export const PROBLEM_EXAMPLES: Readonly<Record<ProblemKind, string>> = {
  'invalid-request': 'The request is not usable: limit: Too big: expected number to be <=200.',
  'invalid-cursor':
    'That is no place in this list. Give the cursor as the list ended with it, and the same filters.',
  unauthenticated:
    'This needs a key. Send it as "Authorization: Bearer <key>". Whoever runs this deployment issues keys with `npm run keys -- issue`.',
  'scope-too-narrow': 'The key may only look. This needs one of the scope "write".',
  'not-found': 'There is no such job. Check its id, or list your jobs.',
  'method-not-allowed': 'That cannot be done here. GET /openapi.json describes all that can.',
  'wrong-state': 'The job is done: it cannot be cancelled any more.',
  'too-large':
    'A body may have 1 MiB. Audio does not go into it: create an upload, and send the file where that says.',
  'unsupported-media-type': 'Send the body as JSON, with "Content-Type: application/json".',
  'key-reused':
    'The idempotency key was used for another request. Repeat a request as it was, or choose a new key.',
  impossible: 'There is no separation type 9999. GET /v1/separation-types lists all that there are.',
  'too-many-requests': 'The key made more than 300 requests in this minute. Go on in 20 seconds.',
  failed: 'The server failed. Try again in a moment.',
  unavailable: 'Keys cannot be checked at the moment. Try again in a few seconds.',
  'upstream-unavailable': 'The MVSep API does not answer at the moment. Try again in a minute.',
};
