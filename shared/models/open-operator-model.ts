import { createHash } from 'node:crypto';
import { NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { readObject } from '../aws/read-object.ts';
import { ModelGone } from '../errors/model-gone.ts';
import type { Separator } from '../separators/separator.ts';
import type { ChosenModel } from './chosen-model.ts';
import { ModelCache } from './model-cache.ts';
import { modelKeys } from './model-keys.ts';
import { operatorModel } from './operator-model.ts';

/** Of the process, so that a warm one has loaded what it needs already. */
const cache = new ModelCache();

/**
 * The separator of a model in the Engine's bucket. The model is read when the first chunk is separated, and only
 * the very bytes that were registered are run.
 */
export function openOperatorModel(s3: S3Client, bucket: string, model: ChosenModel): Separator {
  return operatorModel(model, async () => {
    const { network } = await cache.load(model.sha256, () => readRegistered(s3, bucket, model));
    return network;
  });
}

/** @throws ModelGone when it is not there any more, or another one is. */
async function readRegistered(
  s3: S3Client,
  bucket: string,
  { file, name, sha256 }: ChosenModel,
): Promise<Uint8Array> {
  const bytes = await readObject(s3, bucket, modelKeys.network(file)).catch((error: unknown) => {
    throw error instanceof NoSuchKey ? new ModelGone(name, error) : error;
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new ModelGone(name);
  return bytes;
}
