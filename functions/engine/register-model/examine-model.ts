import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { readObject } from '../../../shared/aws/read-object.ts';
import { UnusableModel } from '../../../shared/errors/unusable-model.ts';
import type { ModelCache } from '../../../shared/models/model-cache.ts';
import { modelKeys } from '../../../shared/models/model-keys.ts';
import type { ModelSidecar } from '../../../shared/models/model-sidecar.ts';
import { parseModelSidecar } from '../../../shared/models/parse-model-sidecar.ts';
import type { RegisteredModel } from '../../../shared/models/registered-model.ts';
import { describeServedTypes } from './describe-served-types.ts';
import { type TrialLimits, tryModel } from './try-model.ts';

export interface ExamineModelDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly models: ModelCache;
  readonly limits: TrialLimits & {
    /** Memory of the functions that run models. */
    readonly megabytes: number;
  };
}

/** How much memory a model takes at the least, in sizes of its file: as it was read, as loaded, and to work in. */
const MEMORY_OF_FILE = 3;
const MEGABYTE = 1024 * 1024;

/** No sidecar is larger. */
const SIDECAR_BYTES = 64 * 1024;

/** The names that keys, records and file names can all carry. */
const FILE_NAME = /^[a-z0-9][a-z0-9_-]{0,59}$/;

/**
 * Reads both files of a model and tries it.
 *
 * @throws UnusableModel saying why it cannot serve, and what to do
 */
export async function examineModel(deps: ExamineModelDeps, file: string) {
  requireName(file);
  const sidecar = parseModelSidecar(await readSidecar(deps, file));
  const serves = describeServedTypes(sidecar);
  const bytes = await requireSize(deps, file);
  await requireSha256(deps, file, sidecar.sha256);
  const load = () => deps.models.load(sidecar.sha256, () => readNetwork(deps, file, sidecar));
  const trial = await tryModel(sidecar, load, deps.limits);
  const model: RegisteredModel = { file, sidecar };
  return { model, facts: { name: sidecar.name, sha256: sidecar.sha256, bytes, serves, trial } };
}

function requireName(file: string): void {
  if (FILE_NAME.test(file)) return;
  throw new UnusableModel(
    'The name of the file may have up to 60 lower-case letters, digits, dashes and underscores, beginning with a ' +
      'letter or digit. Rename both files.',
  );
}

async function readSidecar(deps: ExamineModelDeps, file: string): Promise<Uint8Array> {
  const bytes = await sizeOf(deps, modelKeys.sidecar(file));
  if (bytes > SIDECAR_BYTES) {
    throw new UnusableModel(`The sidecar file has ${bytes} bytes; ${SIDECAR_BYTES} are the limit.`);
  }
  return readObject(deps.s3, deps.bucket, modelKeys.sidecar(file));
}

async function requireSize(deps: ExamineModelDeps, file: string): Promise<number> {
  const bytes = await sizeOf(deps, modelKeys.network(file));
  const needed = Math.ceil((MEMORY_OF_FILE * bytes) / MEGABYTE);
  if (needed <= deps.limits.megabytes) return bytes;
  throw new UnusableModel(
    `The model has ${Math.ceil(bytes / MEGABYTE)} MB and needs at least ${needed} MB of memory; functions that run ` +
      `models have ${deps.limits.megabytes}. Set "engine.modelMegabytes" to ${needed} or more (10240 at most) and deploy.`,
  );
}

async function sizeOf({ s3, bucket }: ExamineModelDeps, key: string): Promise<number> {
  const { ContentLength = 0 } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  return ContentLength;
}

/**
 * Looked at in every trial: a warm function that keeps the model of this SHA-256 loaded would not read the file
 * that lies there now.
 */
async function requireSha256(
  { s3, bucket }: ExamineModelDeps,
  file: string,
  expected: string,
): Promise<void> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: modelKeys.network(file) }));
  if (!(Body instanceof Readable)) throw new Error('S3 answered a model without a body.');
  const hash = createHash('sha256');
  // It flows through: beside a model that is still loaded, a second one may have no room.
  for await (const part of Body) hash.update(part);
  requireSame(hash.digest('hex'), expected);
}

async function readNetwork(
  { s3, bucket }: ExamineModelDeps,
  file: string,
  { sha256 }: ModelSidecar,
): Promise<Uint8Array> {
  const bytes = await readObject(s3, bucket, modelKeys.network(file));
  requireSame(createHash('sha256').update(bytes).digest('hex'), sha256);
  return bytes;
}

function requireSame(found: string, expected: string): void {
  if (found === expected) return;
  throw new UnusableModel(
    `The ONNX file has the SHA-256 ${found}, not ${expected} as the sidecar says: it is damaged, or another one. ` +
      'Put the right file there, or the right digits.',
  );
}
