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

/** Columns as wide as their widest cell, two spaces apart. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
