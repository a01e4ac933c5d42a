import { basename, join } from 'node:path';
import type { WholeJob } from '../../shared/jobs/job-table.ts';
import type { Step } from '../../shared/jobs/step.ts';
import type { EndedSong } from './follow-jobs.ts';
import { stepFolder } from './step-folder.ts';

/** How a song ended, and where its stems lie if it has any. */
export interface SongResult extends EndedSong {
  readonly folder: string | undefined;
}

/** What came out of every song, as a table for a terminal. */
export function resultsTable(results: readonly SongResult[]): string {
  return `${align([['song', 'stem', 'size', 'file'], ...results.flatMap(rowsOf)])}\n`;
}

function rowsOf(result: SongResult): string[][] {
  const { song, whole } = result;
  const rows = whole.steps.flatMap((step) => [
    ...stemRows(result, step).map((row) => [song, ...row]),
    ...failureRows(whole, step).map((row) => [song, ...row]),
  ]);
  if (rows.length > 0) return rows;
  const { state, failure } = whole.job;
  return [[song, state === 'cancelled' ? state : 'failed', '', failure?.reason ?? 'no reason was recorded']];
}

function stemRows({ whole, folder, isFromBefore }: SongResult, step: Step): string[][] {
  const note = noteOn(step, isFromBefore);
  return Object.values(step.files).map(({ stem, key, bytes }) => [
    nameIn(whole, step, stem),
    `${(bytes / 1_000_000).toFixed(1)} MB`,
    folder === undefined ? '' : `${join(stepFolder(whole, step.step, folder), basename(key))}${note}`,
  ]);
}

/** What the stems of a step cost now, where that is nothing. */
function noteOn({ cachedFrom }: Step, isFromBefore: boolean): string {
  if (isFromBefore) return '  (from an earlier run, no credits)';
  return cachedFrom === undefined ? '' : '  (from an earlier job, no credits)';
}

function failureRows(whole: WholeJob, step: Step): string[][] {
  if (step.failure === undefined) return [];
  return [[nameIn(whole, step, 'failed'), '', step.failure.reason]];
}

/** With several separations, a stem of each may have the same name. */
function nameIn({ steps }: WholeJob, { step }: Step, what: string): string {
  return steps.length === 1 ? what : `${step}: ${what}`;
}

/** Longer cells are cut, so that one long name does not make every line long. */
const WIDEST_CELL = 60;

/** Columns as wide as their widest cell, two spaces apart. */
function align(rows: readonly (readonly string[])[]): string {
  const cut = rows.map((row) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : shorten(cell))),
  );
  const widths = cut[0]?.map((_, column) => Math.max(...cut.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return cut.map((row) => line(row).trimEnd()).join('\n');
}

function shorten(cell: string): string {
  return cell.length <= WIDEST_CELL ? cell : `…${cell.slice(1 - WIDEST_CELL)}`;
}
