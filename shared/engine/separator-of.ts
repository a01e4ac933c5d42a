import type { S3Client } from '@aws-sdk/client-s3';
import { openOperatorModel } from '../models/open-operator-model.ts';
import { findSeparator } from '../separators/registry.ts';
import type { Separator } from '../separators/separator.ts';
import type { Transcriber } from '../separators/transcriber.ts';
import type { SeparationRecord } from './separation-record.ts';

/** The bucket of the Engine, where models of the operator lie. */
export interface EngineStorage {
  readonly s3: S3Client;
  readonly bucket: string;
}

/**
 * The separator that was chosen for a record.
 *
 * @throws Error when it is gone since; a model of the operator that is gone is missed when it separates.
 */
export function separatorOf(
  { s3, bucket }: EngineStorage,
  { hash, separator }: SeparationRecord,
): Separator | Transcriber {
  const { slug, model } = separator;
  if (model !== undefined) return openOperatorModel(s3, bucket, model);
  const found = findSeparator(slug);
  if (found === undefined) throw new Error(`There is no separator ${slug}, which ${hash} was promised.`);
  return found;
}
