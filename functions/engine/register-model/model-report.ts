import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { modelKeys } from '../../../shared/models/model-keys.ts';
import { formatJson } from '../../../shared/mvsep/format-json.ts';
import type { Trial } from './try-model.ts';

/** What the operator is told of a model. */
export interface ModelReport {
  readonly verdict: 'checking' | 'registered' | 'refused' | 'incomplete';
  /** In a sentence, what is wrong and what to do. */
  readonly message: string;
  readonly name?: string;
  readonly sha256?: string;
  readonly bytes?: number;
  readonly serves?: readonly ServesReport[];
  readonly trial?: Trial;
}

/** One type that the model serves. */
export interface ServesReport {
  readonly sep_type: number;
  readonly type: string;
  readonly options: Readonly<Record<string, readonly string[] | undefined>>;
  readonly standing: string;
  readonly stems: readonly string[];
}

/** Writes it beside the model, in place of what it said before. */
export async function writeReport(
  { s3, bucket, now }: { readonly s3: S3Client; readonly bucket: string; readonly now: () => Date },
  file: string,
  report: ModelReport,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: modelKeys.report(file),
      ContentType: 'application/json',
      Body: Buffer.from(formatJson({ model: file, at: now().toISOString(), ...report })),
    }),
  );
}
