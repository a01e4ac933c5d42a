import * as z from 'zod';
import { datasetTypeNumber, MOST_SONGS } from './dataset.ts';

/** What the workflow of an evaluation is started with, and hands from step to step. */
export const evaluationInput = z.object({ id: z.int().min(1) });

/** One item of the workflow's map. */
export const songToEvaluate = z.object({
  id: z.int().min(1),
  datasetType: datasetTypeNumber,
  /** The song's place in the dataset, counted from 0. */
  song: z.int().min(0),
});

const songResult = z.union([
  z.object({ song: z.int().min(0), scores: z.array(z.number()).min(1) }),
  z.object({ song: z.int().min(0), problem: z.string() }),
]);

/** What the last step gets: one result a song. */
export const evaluatedSongs = z.object({
  id: z.int().min(1),
  results: z.array(songResult).min(1).max(MOST_SONGS),
});

export type SongToEvaluate = z.infer<typeof songToEvaluate>;
export type SongResult = z.infer<typeof songResult>;
