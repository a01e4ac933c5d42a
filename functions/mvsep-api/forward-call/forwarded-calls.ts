import type * as z from 'zod';
import { wireTexts } from '../../../shared/mvsep/client/wire-texts.ts';
import { listAlgorithms } from '../../../shared/mvsep/contract/list-algorithms.ts';
import { listDemos } from '../../../shared/mvsep/contract/list-demos.ts';
import { listNews } from '../../../shared/mvsep/contract/list-news.ts';
import { listQualityEntries } from '../../../shared/mvsep/contract/list-quality-entries.ts';
import { showLeaderboard } from '../../../shared/mvsep/contract/show-leaderboard.ts';
import { showQualityEntry } from '../../../shared/mvsep/contract/show-quality-entry.ts';
import { answerCallWith } from '../../../shared/mvsep/server/answer-call.ts';
import type { AnsweredCall } from '../../../shared/mvsep/server/answered-call.ts';
import type { CallFrame } from '../../../shared/mvsep/server/call-frame.ts';
import type { CallHandler } from '../../../shared/mvsep/server/call-handler.ts';
import type { ForwardCached } from '../../../shared/mvsep-paths/forward-cached.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';

/** What changes within days, and an entry that somebody waits for. */
const SECONDS = { lists: 300, qualityChecker: 60 } as const;

const FORWARDED: readonly (readonly [AnsweredCall<z.ZodType>, seconds: number])[] = [
  [listAlgorithms, SECONDS.lists],
  [listNews, SECONDS.lists],
  [listDemos, SECONDS.lists],
  [listQualityEntries, SECONDS.qualityChecker],
  [showLeaderboard, SECONDS.qualityChecker],
  [showQualityEntry, SECONDS.qualityChecker],
];

/**
 * Makes the handler of all calls that need no token: their fields are checked, and what the contract does not know
 * is left out, so that nothing but the call itself reaches the service. Links in the answers stay as they are.
 */
export function forwardedCalls(frame: CallFrame<PathsCaller>, forwardCached: ForwardCached): CallHandler {
  const handlers = new Map(
    FORWARDED.map(([call, seconds]) => [
      call.path,
      answerCallWith(call, frame, ({ params }) =>
        forwardCached({ path: call.path, fields: Object.fromEntries(wireTexts(params)) }, seconds),
      ),
    ]),
  );
  return (event, context) => {
    const handler = handlers.get(event.rawPath);
    if (handler === undefined)
      throw new Error(`The route ${event.routeKey} leads to a function that has no answer.`);
    return handler(event, context);
  };
}
