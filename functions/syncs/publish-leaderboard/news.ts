import * as z from 'zod';
import { LEADERBOARD_EVENTS, newEntry, newLeader } from '../../../shared/leaderboards/leaderboard-event.ts';
import { leaderboardKeys } from '../../../shared/leaderboards/leaderboard-keys.ts';

/** How long news is remembered that was told: longer than anything is taken for new. */
const KEPT_DAYS = 60;
const DAY_MS = 86_400_000;

const kept = {
  createdAt: z.iso.datetime(),
  toldAt: z.iso.datetime().optional(),
  /** Unix seconds, when the table forgets it. */
  expiresAt: z.int(),
};

/** Something that is to be told of a board, or was told. */
export const news = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal(LEADERBOARD_EVENTS.leader), detail: newLeader, ...kept }),
  z.object({ kind: z.literal(LEADERBOARD_EVENTS.entry), detail: newEntry, ...kept }),
]);

export type News = z.infer<typeof news>;

/** What of it is new: the rest follows from when it is noted. */
export type NewsToTell =
  | Pick<Extract<News, { kind: 'New leader' }>, 'kind' | 'detail'>
  | Pick<Extract<News, { kind: 'New entry' }>, 'kind' | 'detail'>;

/** An item of the table that says that this is to be told. */
export function newsItem({ kind, detail }: NewsToTell, now: Date): Record<string, unknown> {
  return {
    ...leaderboardKeys.news(detail.datasetType, detail.id),
    kind,
    detail,
    createdAt: now.toISOString(),
    expiresAt: Math.ceil((now.getTime() + KEPT_DAYS * DAY_MS) / 1000),
  };
}
