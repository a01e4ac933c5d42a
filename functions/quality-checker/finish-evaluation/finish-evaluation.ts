import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';
import type { SongResult } from '../../../shared/quality-checker/evaluation-state.ts';
import type { EvaluationEnd, QualityEntry } from '../../../shared/quality-checker/quality-entry.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';

export interface FinishEvaluationDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly entries: Pick<EntryTable, 'find' | 'end'>;
  readonly now: () => Date;
}

/** How many problems `msg` tells before it only counts them. */
const MOST_TOLD = 3;

/**
 * Writes the result of an evaluation onto its entry: for each stem the mean of the songs' SDRs, which is what
 * leaderboards of the field show; or what is wrong with the files. The zip is deleted. May run twice.
 */
export async function finishEvaluation(
  deps: FinishEvaluationDeps,
  id: number,
  results: readonly SongResult[],
): Promise<void> {
  const entry = await deps.entries.find(id);
  if (entry !== undefined) await deps.entries.end(entry, endOf(entry, results, deps.now().toISOString()));
  await deps.s3.send(new DeleteObjectCommand({ Bucket: deps.bucket, Key: qualityKeys.submission(id) }));
}

function endOf({ stems }: QualityEntry, results: readonly SongResult[], endedAt: string): EvaluationEnd {
  const problems = results.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) return { state: 'failed', endedAt, message: told(problems) };
  const scores = Object.fromEntries(
    stems.map((stem, position) => [
      stem,
      mean(results.map((result) => ('scores' in result ? result.scores[position] : undefined))),
    ]),
  );
  return { state: 'done', endedAt, scores };
}

function told(problems: readonly string[]): string {
  const more = problems.length - MOST_TOLD;
  const first = problems.slice(0, MOST_TOLD).join(' ');
  return more <= 0 ? first : `${first} In ${more} more songs something is wrong too.`;
}

function mean(values: readonly (number | undefined)[]): number {
  return (
    values.reduce<number>((sum, value) => {
      if (value === undefined) throw new Error('A song was evaluated without one of its stems.');
      return sum + value;
    }, 0) / values.length
  );
}
