import * as z from 'zod';
import { datasetTypeNumber, stemName } from './dataset.ts';

/** One entry of the quality checker as it is stored. */
export const qualityEntry = z.object({
  id: z.int().min(1),
  datasetType: datasetTypeNumber,
  datasetName: z.string(),
  /** The dataset's stems when the entry came, in their order. */
  stems: z.array(stemName).min(1),
  algoName: z.string(),
  mainText: z.string(),
  isEnsemble: z.boolean(),
  /** The account that sent it. */
  accountId: z.string(),
  /** Of the password that deletes it. */
  passwordHash: z.string(),
  /** Where the zip is to be fetched from, when it did not come with the form. */
  url: z.string().optional(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  createdAt: z.iso.datetime(),
  /** When it was done or failed. */
  endedAt: z.iso.datetime().optional(),
  /** Why it failed: a sentence for whoever sent it. */
  message: z.string().optional(),
  /** Mean SDR over songs in decibels, by stem. */
  scores: z.record(z.string(), z.number()).optional(),
});

export type QualityEntry = z.infer<typeof qualityEntry>;

/** What an ended evaluation leaves on its entry. */
export type EvaluationEnd =
  | { readonly state: 'done'; readonly endedAt: string; readonly scores: Readonly<Record<string, number>> }
  | { readonly state: 'failed'; readonly endedAt: string; readonly message: string };
