import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import { type SongResult, songToEvaluate } from '../../../shared/quality-checker/evaluation-state.ts';
import { evaluateSong } from './evaluate-song.ts';

const { BUCKET: bucket } = readEnvironment({ BUCKET: z.string().min(1) });
const s3 = new S3Client();
const deps = { s3, bucket, datasets: new DatasetStore(s3, bucket) };

/** One item of the workflow's map: a song becomes the SDR of each of its stems. */
export async function handler(event: unknown): Promise<SongResult> {
  return evaluateSong(deps, songToEvaluate.parse(event));
}
