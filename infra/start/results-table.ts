import { basename, join } from 'node:path';
import type { Job } from '../../shared/jobs/job.ts';

/** How a song ended, and where its stems lie if it has any. */
export interface SongResult {
  readonly song: string;
  readonly job: Job;
  readonly folder: string | undefined;
}

/** What came out of every song, as a table for a terminal. */
export function resultsTable(results: readonly SongResult[]): string {
  const rows = results.flatMap(({ song, folder, job }) => {
    if (job.state !== 'done') return [[song, 'failed', '', job.failure?.reason ?? 'no reason was recorded']];
    return Object.values(job.files).map(({ stem, key, bytes }) => [
      song,
      stem,
      `${(bytes / 1_000_000).toFixed(1)} MB`,
      folder === undefined ? '' : join(folder, basename(key)),
    ]);
  });
  return `${align([['song', 'stem', 'size', 'file'], ...rows])}\n`;
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
