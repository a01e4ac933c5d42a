import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { chunkSamplesFor } from '../../../shared/engine/chunk-plan.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { ModelCache } from '../../../shared/models/model-cache.ts';
import { ModelRegistry } from '../../../shared/models/model-registry.ts';
import { fileOfKey } from './file-of-key.ts';
import { registerModel } from './register-model.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  PUBLICATIONS_TABLE: z.string().min(1),
  MODEL_MEGABYTES: z.coerce.number().positive(),
  CHUNK_SECONDS: z.coerce.number().positive(),
  CHUNK_TIMEOUT_SECONDS: z.coerce.number().positive(),
});

const deps = {
  s3: new S3Client(),
  bucket: environment.BUCKET,
  registry: new ModelRegistry(documentClient(), environment.PUBLICATIONS_TABLE),
  models: new ModelCache(),
  limits: {
    megabytes: environment.MODEL_MEGABYTES,
    chunkSamples: chunkSamplesFor(environment.CHUNK_SECONDS),
    chunkTimeoutSeconds: environment.CHUNK_TIMEOUT_SECONDS,
  },
  now: () => new Date(),
  newId: () => randomUUID(),
  log: createLogger('register-model'),
};

/** All that is needed of an S3 event. Its keys come as they are, not URL-encoded. */
const objectEvent = z.object({ detail: z.object({ object: z.object({ key: z.string().min(1) }) }) });

/** EventBridge "Object Created" or "Object Deleted" below `models/` → a model serves, or serves no more. */
export async function handler(event: unknown): Promise<void> {
  const file = fileOfKey(objectEvent.parse(event).detail.object.key);
  if (file !== undefined) await registerModel(deps, file);
}
