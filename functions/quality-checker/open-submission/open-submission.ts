import type { S3Client } from '@aws-sdk/client-s3';
import { UnusableSubmission } from '../../../shared/errors/unusable-submission.ts';
import type { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import type { EntryTable } from '../../../shared/quality-checker/entry-table.ts';
import type { SongToEvaluate } from '../../../shared/quality-checker/evaluation-state.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';
import { Submission } from '../../../shared/quality-checker/zip/submission.ts';
import { fetchSubmission } from './fetch-submission.ts';

export interface OpenSubmissionDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly entries: Pick<EntryTable, 'find' | 'start'>;
  readonly datasets: Pick<DatasetStore, 'find'>;
  readonly allowedPrivateOrigins: readonly string[];
}

/** What the workflow goes on with: an item for each song. */
export interface OpenedSubmission {
  readonly id: number;
  readonly songs: readonly SongToEvaluate[];
}

/**
 * Makes a submission ready: fetches the zip when it was given by link, and reads its directory, before anything
 * in it is opened. May run twice.
 *
 * @throws UnusableSubmission when the zip is not what the dataset asks for, or the entry was deleted.
 * @throws RefusedUrl, UnreachableUrl (retryable)
 */
export async function openSubmission(deps: OpenSubmissionDeps, id: number): Promise<OpenedSubmission> {
  const entry = await deps.entries.find(id);
  if (entry === undefined || !(await deps.entries.start(id))) {
    throw new UnusableSubmission('The entry was deleted or has ended.');
  }
  const dataset = await deps.datasets.find(entry.datasetType);
  if (dataset === undefined) {
    throw new UnusableSubmission('The dataset was taken away meanwhile. Add the entry for another one.');
  }
  if (entry.url !== undefined) await fetchSubmission(deps, id, entry.url);
  await Submission.open(deps.s3, { bucket: deps.bucket, key: qualityKeys.submission(id) }, dataset);
  const songs = dataset.songs.map((_, song) => ({ id, datasetType: dataset.type, song }));
  return { id, songs };
}
