import type * as z from 'zod';
import type { qualityEntry } from '../mvsep/contract/quality-entry.ts';
import { wireTimeOf } from '../mvsep/server/wire-time-of.ts';
import { LONGEST_EVALUATION_HOURS } from './longest-evaluation.ts';
import type { QualityEntry } from './quality-entry.ts';

/** What stands for the SDR of a stem that could not be measured, as at mvsep.com. */
const FAILED_SDR = -1000;

/** `proc` of an entry. */
const PROC = { queued: 0, running: 2, done: 1, failed: 1 } as const;

const HOUR_MS = 3_600_000;

const NEVER_ENDED = 'The evaluation did not take place. Delete the entry and add it again.';

/** An entry in the words of the API. */
export type EntryAnswer = z.input<typeof qualityEntry>;

/**
 * Writes an entry as `quality_checker/entry` shows it. One that should have ended long ago is shown as failed: no
 * entry waits for ever, whatever stopped its evaluation.
 */
export function entryAnswer(stored: QualityEntry, now: Date): EntryAnswer {
  const entry = settled(stored, now);
  const { scores } = entry;
  return {
    id: entry.id,
    dataset_type: entry.datasetType,
    date: wireTimeOf(entry.createdAt),
    algo_name: entry.algoName,
    main_text: entry.mainText,
    proc: PROC[entry.state],
    proc_remote_date: entry.endedAt === undefined ? null : wireTimeOf(entry.endedAt),
    msg: entry.state === 'done' ? 'OK' : (entry.message ?? ''),
    metrics:
      scores === undefined
        ? null
        : entry.stems.map((stem) => `Metric sdr for ${stem}: ${(scores[stem] ?? 0).toFixed(4)}`).join('\n'),
    ...Object.fromEntries(entry.stems.map((stem) => [sdrKey(stem), sdrOf(entry, stem)])),
    dataset_name: entry.datasetName,
    is_ensemble: entry.isEnsemble ? 1 : 0,
  };
}

/** The field of a stem's SDR, and what a leaderboard is sorted by. */
export function sdrKey(stem: string): string {
  return `sdr_${stem}`;
}

function sdrOf({ state, scores }: QualityEntry, stem: string): number {
  if (state === 'failed') return FAILED_SDR;
  // Four decimals, as everywhere in the field; 0 before it is measured.
  return Number((scores?.[stem] ?? 0).toFixed(4));
}

function settled(entry: QualityEntry, now: Date): QualityEntry {
  if (entry.state === 'done' || entry.state === 'failed') return entry;
  const latestEnd = new Date(Date.parse(entry.createdAt) + LONGEST_EVALUATION_HOURS * HOUR_MS);
  if (now <= latestEnd) return entry;
  return { ...entry, state: 'failed', endedAt: latestEnd.toISOString(), message: NEVER_ENDED };
}
