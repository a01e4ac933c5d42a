import { createHash } from 'node:crypto';
import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionHeld } from '../aws/condition-held.ts';
import { jobKeys } from './job-keys.ts';
import { createJobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import type { Step, StoredFile } from './step.ts';
import { type StepRef, stepRef } from './step-ref.ts';
import { unquotedEtag } from './unquoted-etag.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What two separations must share for their stems to be the same. */
export interface CacheIdentity {
  /** Of the bytes that are separated, in hex. */
  readonly sha256: string;
  readonly separation: Pick<Step['separation'], 'type' | 'options' | 'outputFormat'>;
  /** Host of the MVSep API: two services need not separate alike. */
  readonly upstream: string;
}

/** Where the stems of earlier jobs lie. */
export interface StemsStore {
  readonly s3: S3Client;
  readonly bucket: string;
}

const cacheItem = stepRef.extend({ expiresAt: z.int() });

/** Names a result by what it was made of: SHA-256 in hex over one form, whatever the order of the options. */
export function cacheDigest({ sha256, separation, upstream }: CacheIdentity): string {
  const { type, options, outputFormat } = separation;
  const sorted = Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1));
  const form = JSON.stringify([upstream, sha256, type, sorted, outputFormat]);
  return createHash('sha256').update(form).digest('hex');
}

/**
 * The step that made the same before and whose stems can be copied; undefined when there is none, when its job was
 * deleted, when it is too long ago, or when the stems do not lie where they were stored any more.
 *
 * @throws what S3 says when it may not be looked: better no answer than to pay again for stems that are there.
 */
export async function findCached(
  table: PipelineTable,
  digest: string,
  now: Date,
  store: StemsStore,
): Promise<Step | undefined> {
  const found = await readEntry(table, digest);
  // DynamoDB removes expired items late, up to some days.
  if (found === undefined || found.expiresAt * 1000 <= now.getTime()) return undefined;
  const jobs = createJobTable(table);
  const [job, step] = await Promise.all([jobs.find(found.jobId), jobs.findStep(found)]);
  if (job === undefined || job.state === 'deleted' || step?.state !== 'done') return undefined;
  if (!hasAllFiles(step)) return undefined;
  return (await allThere(store, step)) ? step : undefined;
}

/**
 * Notes that the stems of a done step may be copied for whoever asks for the same. The latest one is kept: its
 * stems are the most likely to stay. Does nothing for a step of whose input no hash is known.
 *
 * @param days how long; 0 notes nothing.
 */
export async function rememberResult(
  { documents, tableName: TableName }: PipelineTable,
  step: Step,
  days: number,
  at: Date,
): Promise<void> {
  const sha256 = step.input?.sha256;
  if (days === 0 || sha256 === undefined || step.upstream === undefined) return;
  const digest = cacheDigest({ sha256, separation: step.separation, upstream: step.upstream });
  const entry = {
    jobId: step.jobId,
    step: step.step,
    expiresAt: Math.floor((at.getTime() + days * DAY_MS) / 1000),
  };
  await documents.send(new PutCommand({ TableName, Item: { ...jobKeys.cached(digest), ...entry } }));
}

/** Forgets a result whose stems turned out to be gone, unless another one has taken its place. */
export async function forgetResult(
  { documents, tableName: TableName }: PipelineTable,
  digest: string,
  gone: StepRef,
): Promise<void> {
  await conditionHeld(
    documents.send(
      new DeleteCommand({
        TableName,
        Key: jobKeys.cached(digest),
        ConditionExpression: 'jobId = :jobId AND #step = :step',
        ExpressionAttributeNames: { '#step': 'step' },
        ExpressionAttributeValues: { ':jobId': gone.jobId, ':step': gone.step },
      }),
    ),
  );
}

async function readEntry({ documents, tableName: TableName }: PipelineTable, digest: string) {
  const { Item } = await documents.send(new GetCommand({ TableName, Key: jobKeys.cached(digest) }));
  return Item === undefined ? undefined : cacheItem.parse(Item);
}

function hasAllFiles({ result, files }: Step): boolean {
  return result?.kind === 'done' && result.stems.every((_, index) => files[String(index)] !== undefined);
}

async function allThere(store: StemsStore, { files }: Step): Promise<boolean> {
  const there = await Promise.all(Object.values(files).map((file) => isThere(store, file)));
  return there.every(Boolean);
}

/** Whether the object is still the one that was stored. */
async function isThere({ s3, bucket }: StemsStore, { key, etag, bytes }: StoredFile): Promise<boolean> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return head.ContentLength === bytes && unquotedEtag(head.ETag ?? '') === etag;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
