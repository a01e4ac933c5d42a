import type * as z from 'zod';
import type { qualityAnswer } from '../mvsep/contract/quality-answer.ts';
import type { BoardEntry } from './board-entry.ts';

/** What the service writes for the SDR of a stem that could not be measured; 0 stands for the same. */
const FAILED_SDR = -1000;
/** Stems are called so; anything else is none. */
const STEM = /^[a-z0-9_]{1,60}$/;
/** Longest texts that are kept, in characters: the board is written by strangers. */
const LONGEST = { algorithm: 500, text: 4_000, metrics: 20_000, name: 200 };

/** Who reads what, and when. */
export interface SeenBy {
  readonly datasetType: number;
  readonly runId: string;
  readonly readAt: string;
}

/**
 * Reads an entry as the service wrote it. Values of stems that could not be measured (0 or -1000) are left out.
 *
 * @returns undefined for an entry of another dataset, or without a usable number.
 */
export function asBoardEntry(
  answer: z.output<typeof qualityAnswer>,
  { datasetType, runId, readAt }: SeenBy,
): BoardEntry | undefined {
  if (answer.id < 0 || (answer.datasetType ?? datasetType) !== datasetType) return undefined;
  return {
    id: answer.id,
    datasetType,
    datasetName: answer.datasetName?.slice(0, LONGEST.name),
    algorithm: (answer.algoName ?? '').slice(0, LONGEST.algorithm),
    text: answer.mainText?.slice(0, LONGEST.text),
    isEnsemble: answer.isEnsemble ?? false,
    date: answer.date?.slice(0, LONGEST.name),
    sdr: measured(answer.sdr),
    metrics: answer.metrics?.slice(0, LONGEST.metrics),
    readAt,
    runId,
  };
}

function measured(sdr: Readonly<Record<string, number>>): Record<string, number> {
  const values = Object.entries(sdr).map(([stem, value]): [string, number] => [stem.toLowerCase(), value]);
  return Object.fromEntries(
    values.filter(
      ([stem, value]) => STEM.test(stem) && Number.isFinite(value) && value !== 0 && value > FAILED_SDR,
    ),
  );
}
