import { DeleteObjectCommand, HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { UnusableModel } from '../../../shared/errors/unusable-model.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { modelKeys } from '../../../shared/models/model-keys.ts';
import type { LookedAt, ModelRegistry } from '../../../shared/models/model-registry.ts';
import { type ExamineModelDeps, examineModel } from './examine-model.ts';
import { type ModelReport, writeReport } from './model-report.ts';

export interface RegisterModelDeps extends ExamineModelDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly registry: ModelRegistry;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Log;
}

const CHECKING =
  'The model is being tried. If this still stands here after a quarter of an hour, it was too large or too slow for ' +
  'the function that tries it: set "engine.modelMegabytes" higher, deploy, and drop the sidecar file again.';

/**
 * Looks at a model as it lies in the bucket now: one that works serves the types that its sidecar names from now on,
 * any other serves nothing, and the report beside it says why. Events may come twice and in any order.
 *
 * @param file its name in the folder of models, without an ending.
 */
export async function registerModel(deps: RegisterModelDeps, file: string): Promise<void> {
  const known = await deps.registry.lookedAt(file);
  if (known !== undefined && isSame(known, await filesOf(deps, file))) return;
  const look = deps.newId();
  await deps.registry.begin(file, look);
  // Only now: what changes from here on begins another look, which then has the word.
  const files = await filesOf(deps, file);
  if (files.network === undefined && files.sidecar === undefined) {
    await deps.registry.forget(file, look);
    await deps.s3.send(new DeleteObjectCommand({ Bucket: deps.bucket, Key: modelKeys.report(file) }));
    deps.log.info('The model is gone and serves no more', { model: file });
    return;
  }
  const { model, ...report } = await verdictOn(deps, file, files);
  if (!(await deps.registry.settle(file, look, { files, ...(model === undefined ? {} : { model }) }))) return;
  await writeReport(deps, file, report);
  if (report.verdict === 'registered') deps.log.info('The model serves', { model: file, ...report });
  else deps.log.warn('The model does not serve', { model: file, ...report });
}

type Verdict = ModelReport & Partial<Pick<Awaited<ReturnType<typeof examineModel>>, 'model'>>;

async function verdictOn(deps: RegisterModelDeps, file: string, files: LookedAt): Promise<Verdict> {
  const missing = files.network === undefined ? modelKeys.network(file) : modelKeys.sidecar(file);
  if (files.network === undefined || files.sidecar === undefined) {
    const message = `A model is two files. Put ${missing} beside this one.`;
    return { verdict: 'incomplete', message };
  }
  try {
    await writeReport(deps, file, { verdict: 'checking', message: CHECKING });
    const { model, facts } = await examineModel(deps, file);
    return { verdict: 'registered', message: 'The model serves the types below.', ...facts, model };
  } catch (error) {
    if (!(error instanceof UnusableModel)) throw error;
    return { verdict: 'refused', message: error.message };
  }
}

/** What tells one version of both files from any other, dropped again included. */
async function filesOf(deps: RegisterModelDeps, file: string): Promise<LookedAt> {
  const [network, sidecar] = await Promise.all([
    versionOf(deps, modelKeys.network(file)),
    versionOf(deps, modelKeys.sidecar(file)),
  ]);
  return {
    ...(network === undefined ? {} : { network }),
    ...(sidecar === undefined ? {} : { sidecar }),
  };
}

async function versionOf({ s3, bucket }: RegisterModelDeps, key: string): Promise<string | undefined> {
  try {
    const { ETag, LastModified } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return `${ETag} ${LastModified?.toISOString()}`;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function isSame(known: LookedAt, now: LookedAt): boolean {
  return known.network === now.network && known.sidecar === now.sidecar;
}
