import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ForwardDeps, type ForwardedCall, forward } from './forward.ts';

/** Addresses that are remembered at once; the oldest makes room. */
const MOST_ANSWERS = 100;
/** And so much of them: a function has 256 MB, and a character takes up to two bytes. */
const MOST_CHARACTERS = 20_000_000;

interface KeptAnswer {
  readonly answer: APIGatewayProxyStructuredResultV2;
  readonly until: number;
}

/** Forwards calls that anybody may make, and remembers what came of them for a while. */
export type ForwardCached = (
  call: Omit<ForwardedCall, 'method' | 'files'>,
  seconds: number,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Makes the memory of one function. Only answers that hold something are kept: a refusal may pass. */
export function createForwardCached(deps: ForwardDeps): ForwardCached {
  const kept = new Map<string, KeptAnswer>();
  return async ({ path, fields }, seconds) => {
    const address = `${path}?${new URLSearchParams(fields)}`;
    const now = deps.now().getTime();
    const known = kept.get(address);
    if (known !== undefined && now < known.until) {
      return cacheable(known.answer, Math.ceil((known.until - now) / 1000));
    }
    kept.delete(address);
    const answer = await forward(deps, { method: 'GET', path, fields });
    if (answer.statusCode !== 200) return answer;
    makeRoom(kept, lengthOf(answer));
    kept.set(address, { answer, until: now + seconds * 1000 });
    return cacheable(answer, seconds);
  };
}

/** The oldest go first. */
function makeRoom(kept: Map<string, KeptAnswer>, characters: number): void {
  let total = [...kept.values()].reduce((sum, { answer }) => sum + lengthOf(answer), characters);
  for (const [address, { answer }] of kept) {
    if (kept.size < MOST_ANSWERS && total <= MOST_CHARACTERS) return;
    kept.delete(address);
    total -= lengthOf(answer);
  }
}

function lengthOf({ body = '' }: APIGatewayProxyStructuredResultV2): number {
  return body.length;
}

function cacheable(
  answer: APIGatewayProxyStructuredResultV2,
  seconds: number,
): APIGatewayProxyStructuredResultV2 {
  return { ...answer, headers: { ...answer.headers, 'cache-control': `public, max-age=${seconds}` } };
}
