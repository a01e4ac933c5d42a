import * as z from 'zod';

const time = z.iso.datetime();

/** One entry of a leaderboard as it was last read: somebody's stems of a dataset, and how near they are to the true ones. */
export const boardEntry = z.object({
  id: z.int(),
  datasetType: z.int().min(0).max(12),
  datasetName: z.string().optional(),
  /** As the board names it: written by whoever handed it in. */
  algorithm: z.string(),
  text: z.string().optional(),
  isEnsemble: z.boolean(),
  /** When it was handed in, as the service writes it. */
  date: z.string().optional(),
  /** In decibels, by stem: `vocals`, `instrum` … Values of entries that failed are left out. */
  sdr: z.record(z.string(), z.number()),
  /** The whole report: lines such as "Metric SDR for vocals: 9.1234". */
  metrics: z.string().optional(),
  /** When the sync saw it for the first time. */
  firstSeenAt: time.optional(),
  readAt: time,
  /** The run of the sync that last saw it. */
  runId: z.string(),
});

export type BoardEntry = z.infer<typeof boardEntry>;
