import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../aws/condition-held.ts';
import { WrongJobState } from '../errors/wrong-job-state.ts';
import { asQuoted } from './as-quoted.ts';
import { releaseCredits, settleCredits } from './budget.ts';
import { handoffKey } from './handoff-key.ts';
import { ENDED_STATES, type Job, job as jobSchema } from './job.ts';
import type { JobId } from './job-id.ts';
import { type JobKey, jobKeys } from './job-keys.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { cacheDigest, forgetResult } from './result-cache.ts';
import type { Step } from './step.ts';

export interface DeleteJobDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly s3: S3Client;
  readonly now: () => Date;
}

/**
 * Deletes an ended job with everything that was made of it: stems, manifest, copies that were handed over, its
 * place in the cache and its records. What it cost stays in the books, and a tombstone stays in its place, so that no
 * late event pays for it again. The song itself stays, unless it is asked for too. Doing it again completes what
 * was cut off.
 *
 * @throws WrongJobState it has not ended
 */
export async function deleteJob(
  deps: DeleteJobDeps,
  jobId: JobId,
  { withSong = false }: { readonly withSong?: boolean } = {},
): Promise<void> {
  const { steps, job: before } = await deps.jobs.getWhole(jobId);
  const job = await claim(deps, before);
  for (const step of steps) {
    await bookCharge(deps, step);
    for (const key of objectsOf(step)) await deleteObject(deps, job, key);
    await forgetStep(deps, step);
  }
  if (job.manifestKey !== undefined) await deleteObject(deps, job, job.manifestKey);
  if (withSong) await deleteObject(deps, job, job.source.key);
  for (const folder of new Set([job.folder, ...steps.map((step) => step.folder)])) {
    if (folder !== undefined) await deleteOwned(deps, jobKeys.folder(folder), jobId);
  }
  for (const hash of [job.clientHash, job.clientRemoteHash]) {
    if (hash !== undefined) await deleteOwned(deps, jobKeys.client(hash), jobId);
  }
  // The records last: until then a cut-off deletion still knows what is left to do.
  for (const { step } of steps) await deleteItem(deps, jobKeys.step(jobId, step));
  await writeTombstone(deps, await deps.jobs.get(jobId));
}

/** From here on the job cannot be retried. */
async function claim({ jobs, now }: DeleteJobDeps, job: Job): Promise<Job> {
  const { jobId, state } = job;
  if (state === 'deleted') return job;
  const at = now();
  const claimed = ENDED_STATES.includes(state)
    ? await jobs.change(jobId, {
        at,
        set: { state: 'deleted' },
        event: { what: 'deleted' },
        when: { state: [state] },
      })
    : undefined;
  if (claimed !== undefined) return claimed;
  throw new WrongJobState(`The job ${jobId} has not ended: it is ${state}. Cancel it before you delete it.`);
}

/** Nobody will ask the history any more: what is open is booked as the failure says, or as quoted. */
async function bookCharge({ table, now }: DeleteJobDeps, step: Step): Promise<void> {
  if (step.credits.settledAt !== undefined) return;
  if (step.cachedFrom !== undefined || step.failure?.charged === 'no' || step.creatingAt === undefined) {
    await releaseCredits(table, step, now());
  } else {
    await settleCredits(table, step, asQuoted(step), now(), 'as quoted: the job is deleted');
  }
}

function objectsOf({ files, creatingBy, ...step }: Step): string[] {
  const stored = Object.values(files).map(({ key }) => key);
  return creatingBy === undefined ? stored : [...stored, handoffKey(step, creatingBy)];
}

async function forgetStep(deps: DeleteJobDeps, step: Step): Promise<void> {
  const { jobId, separation, upstream } = step;
  const sha256 = step.input?.sha256;
  if (sha256 !== undefined && upstream !== undefined) {
    await forgetResult(deps.table, cacheDigest({ sha256, separation, upstream }), step);
  }
  for (const hash of [step.remoteHash, step.separationHash]) {
    if (hash !== undefined) await deleteOwned(deps, jobKeys.hash(hash), jobId);
  }
}

async function deleteObject({ s3 }: DeleteJobDeps, { source }: Job, Key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: source.bucket, Key }));
}

async function deleteOwned({ table }: DeleteJobDeps, Key: JobKey, owner: JobId): Promise<void> {
  await conditionHeld(
    table.documents.send(
      new DeleteCommand({
        TableName: table.tableName,
        Key,
        ConditionExpression: 'jobId = :owner',
        ExpressionAttributeValues: { ':owner': owner },
      }),
    ),
  );
}

async function deleteItem({ table }: DeleteJobDeps, Key: JobKey): Promise<void> {
  await table.documents.send(new DeleteCommand({ TableName: table.tableName, Key }));
}

/** What is left of a job: that it was there, whose it was and for which request, and what it cost. */
async function writeTombstone({ table, now }: DeleteJobDeps, job: Job): Promise<void> {
  const { jobId, source, owner, requestDigest, recipe, credits, attempt, month, submittedAt } = job;
  const { endedAt, events } = job;
  const tombstone = jobSchema.parse({
    ...{ jobId, state: 'deleted', source, owner, requestDigest, recipe, credits, attempt, month },
    ...{ submittedAt, endedAt },
    steps: [],
    updatedAt: now().toISOString(),
    events: events.filter(({ what }) => what === 'submitted' || what === 'deleted'),
  });
  await table.documents.send(
    new PutCommand({ TableName: table.tableName, Item: { ...jobKeys.job(jobId), ...tombstone } }),
  );
}
