import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { AudioStream } from '../../../shared/audio/audio-stream.ts';
import { streamLossless } from '../../../shared/audio/stream-lossless.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { UnusableSubmission } from '../../../shared/errors/unusable-submission.ts';
import type { Dataset, DatasetSong } from '../../../shared/quality-checker/dataset.ts';
import type { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import type { SongResult, SongToEvaluate } from '../../../shared/quality-checker/evaluation-state.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';
import { Submission } from '../../../shared/quality-checker/zip/submission.ts';
import { compareStem } from './compare-stem.ts';

/** The state of an execution is limited: sentences of hundreds of songs have to fit in it. */
const LONGEST_PROBLEM = 200;

export interface EvaluateSongDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly datasets: Pick<DatasetStore, 'find'>;
}

/**
 * Compares every stem of one song with the true one. Both are read as they stream in: the memory taken does not
 * depend on the song's length.
 *
 * @returns the SDR of each stem in the dataset's order, or a sentence on what is wrong with a file, so that the
 *   other songs are evaluated all the same and everything wrong can be told at once.
 */
export async function evaluateSong(deps: EvaluateSongDeps, wanted: SongToEvaluate): Promise<SongResult> {
  const dataset = await deps.datasets.find(wanted.datasetType);
  const song = dataset?.songs[wanted.song];
  if (dataset === undefined || song === undefined) {
    throw new UnusableSubmission('The dataset was taken away meanwhile. Add the entry for another one.');
  }
  try {
    return { song: wanted.song, scores: await scoresOf(deps, wanted.id, dataset, song) };
  } catch (error) {
    if (error instanceof UnusableSubmission)
      return { song: wanted.song, problem: error.message.slice(0, LONGEST_PROBLEM) };
    throw error;
  }
}

async function scoresOf(
  { s3, bucket }: EvaluateSongDeps,
  id: number,
  dataset: Dataset,
  song: DatasetSong,
): Promise<number[]> {
  const submission = await Submission.open(s3, { bucket, key: qualityKeys.submission(id) }, dataset);
  const scores: number[] = [];
  for (const stem of dataset.stems) {
    const named = `${stem} of ${song.name}`;
    const estimate = await openEstimate(await submission.openStem(song.name, stem), named);
    const truth = await openReference(s3, bucket, qualityKeys.reference(dataset.type, song.name, stem));
    scores.push(await namingFile(named, () => compareStem(truth, estimate, named)));
  }
  return scores;
}

function openEstimate(bytes: AsyncIterable<Buffer>, named: string): Promise<AudioStream> {
  return namingFile(named, () => streamLossless(bytes));
}

async function openReference(s3: S3Client, Bucket: string, Key: string): Promise<AudioStream> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  if (!(Body instanceof Readable)) throw new Error(`S3 answered ${Key} without a body.`);
  return streamLossless(Body);
}

/** What is wrong with a file's sound is wrong with the submission: references are written by us. */
async function namingFile<Result>(named: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnusableAudio)) throw error;
    throw new UnusableSubmission(`${named}: ${error.message}`, error);
  }
}
