import { authorization } from '../../callers/authorization.ts';
import type { Caller } from '../../callers/caller.ts';
import { ApiProblem } from '../../errors/api-problem.ts';
import type { Operation } from '../operation.ts';
import type { ApiEvent } from './api-event.ts';

const HOW =
  'Send it as "Authorization: Bearer <key>". Whoever runs this deployment issues keys with `npm run keys -- issue`.';

const RETRY_SECONDS = 5;

const SENTENCES = {
  missing: `This needs a key. ${HOW}`,
  unknown: `The key is not known here. ${HOW}`,
  revoked: 'The key was revoked. Ask whoever runs this deployment for another one.',
} as const;

/** Who asks, and what is left of their minute. */
export interface KnownCaller {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Who makes a request, by what the authorizer found out.
 *
 * @throws ApiProblem 401 without a key that holds, 429 when the key asks too often, 403 when it may not do this, 503
 *   when keys cannot be looked up.
 */
export function requireCaller({ scope }: Pick<Operation, 'scope'>, event: ApiEvent): KnownCaller {
  const found = authorization.safeParse(event.requestContext.authorizer?.lambda);
  const known = found.success ? found.data : { outcome: 'missing' as const };
  if (known.outcome === 'unchecked') {
    throw new ApiProblem('unavailable', 'Keys cannot be checked at the moment. Try again in a few seconds.', {
      headers: { 'retry-after': String(RETRY_SECONDS) },
    });
  }
  if (known.outcome !== 'known') {
    throw new ApiProblem('unauthenticated', SENTENCES[known.outcome], {
      headers: { 'www-authenticate': 'Bearer' },
    });
  }
  const { caller, limit, remaining, isOver, secondsLeft } = known;
  const headers = { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining) };
  if (isOver) {
    throw new ApiProblem(
      'too-many-requests',
      `The key made more than ${limit} requests in this minute. Go on in ${secondsLeft} seconds.`,
      { headers: { ...headers, 'retry-after': String(secondsLeft) } },
    );
  }
  if (scope === 'write' && caller.scope !== 'write') {
    throw new ApiProblem('scope-too-narrow', 'The key may only look. This needs one of the scope "write".', {
      headers,
    });
  }
  return { caller, headers };
}
