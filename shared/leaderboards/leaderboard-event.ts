import * as z from 'zod';

/** What is told of leaderboards on the bus, by the kind of news: the `detail-type`, under `EVENT_SOURCE`. */
export const LEADERBOARD_EVENTS = { leader: 'New leader', entry: 'New entry' } as const;

const time = z.iso.datetime();
const decibels = z.number().describe('SDR in decibels.');

/** How something is called that a leaderboard names. */
const callable = z.object({
  separationType: z.int(),
  name: z.string(),
  slug: z.string(),
  options: z.record(z.string(), z.string()),
});

const entry = z.object({
  id: z.int(),
  algorithm: z.string(),
  isEnsemble: z.boolean(),
  date: z.string().optional(),
  callable: callable.optional(),
});

const board = {
  /** The same however often it is told: take no id twice. */
  id: z.string(),
  datasetType: z.int(),
  datasetName: z.string().optional(),
  /** When the board was read. */
  readAt: time,
  /** One sentence for people. */
  summary: z.string(),
};

/** Detail of `New leader`: another entry is the best of a dataset by one stem. */
export const newLeader = z.object({
  ...board,
  stem: z.string(),
  /** `better`: it is better than the one before; `withdrawn`: that is gone; `revised`: its value went down. */
  because: z.enum(['better', 'withdrawn', 'revised']),
  leader: entry.extend({ sdr: decibels }),
  /** With the value that it led by. */
  previous: z.object({ id: z.int(), algorithm: z.string(), sdr: decibels }),
});

/** Detail of `New entry`: something that can be called by a separation type is on a board for the first time. */
export const newEntry = z.object({
  ...board,
  entry: entry.extend({ sdr: z.record(z.string(), decibels), callable }),
});

export type NewLeader = z.infer<typeof newLeader>;
export type NewEntry = z.infer<typeof newEntry>;
