import type { S3Client } from '@aws-sdk/client-s3';
import { objectSource } from '../../../shared/aws/object-source.ts';
import { storeGrowingFile } from '../../../shared/aws/store-growing-file.ts';
import { transact, type Write } from '../../../shared/aws/transact.ts';
import { creditsDue } from '../../../shared/engine/credits/credits-due.ts';
import { tooFewCredits } from '../../../shared/engine/credits/too-few-credits.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { enqueueSeparation } from '../../../shared/engine/enqueue-separation.ts';
import { changeHistory } from '../../../shared/engine/owned-items.ts';
import { queueKeys } from '../../../shared/engine/queue/queue-keys.ts';
import { type StartWaitingDeps, startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import type { RemoteRecord, SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { songSeconds } from '../../../shared/engine/song-seconds.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { TooFewCredits } from '../../../shared/errors/too-few-credits.ts';
import { UnknownSeparation } from '../../../shared/errors/unknown-separation.ts';
import { longHash } from '../../../shared/mvsep/server/mint-hash.ts';
import { type DownloadRemoteDeps, downloadRemote } from './download-remote.ts';

export interface FetchRemoteDeps extends StartWaitingDeps, DownloadRemoteDeps {
  readonly s3: S3Client;
  readonly bucket: string;
}

/**
 * Fetches the audio behind a link into the bucket, looks how long it plays, and then in one transaction charges its separation and puts
 * it in the queue. May run twice: time and digits of the long hash come from the record of the link, and only
 * a link that still waits becomes a separation.
 *
 * @throws RefusedUrl, UnusableAudio the link cannot be used; @throws UnreachableUrl it may be tried again;
 * @throws TooFewCredits its owner cannot pay; @throws UnknownSeparation there is no such link.
 */
export async function fetchRemote(deps: FetchRemoteDeps, hash: string): Promise<void> {
  const remote = await new SeparationTable(deps.store.documents, deps.store.separations).find(hash);
  if (remote?.kind !== 'remote') throw new UnknownSeparation(hash);
  if (remote.status === 'waiting') {
    const file = await downloadRemote(deps, remote, (name, bytes) => keepInput(deps, remote, name, bytes));
    await enqueue(deps, remote, await separationOf(deps, remote, file));
  }
  // Also when another run has put it there: that one may have been cut off before this.
  await startWaiting(deps);
}

/** A file that was fetched: whole, no larger than its owner's plan allows, and in the bucket. */
interface FetchedFile {
  /** Of the separation that it becomes. */
  readonly hash: string;
  readonly bytes: number;
}

/** Stores the file while it comes: it may be larger than the function's memory. */
async function keepInput(
  { s3, bucket }: FetchRemoteDeps,
  { longHash: promised, hash: remoteHash, createdAt }: RemoteRecord,
  name: string,
  pieces: AsyncIterable<Buffer>,
): Promise<FetchedFile> {
  const hash = promised ?? longHash(name, new Date(createdAt), remoteHash);
  const place = { bucket, key: storageKeys.input(hash), contentType: 'application/octet-stream' };
  const bytes = await storeGrowingFile(s3, place, async (file) => {
    for await (const piece of pieces) await file.append(piece);
  });
  return { hash, bytes };
}

async function separationOf(
  { s3, bucket }: FetchRemoteDeps,
  remote: RemoteRecord,
  { hash, bytes }: FetchedFile,
): Promise<SeparationRecord> {
  const { url: _url, remoteType: _type, longHash: _promised, hash: remoteHash, ...commission } = remote;
  const { sepType: separationType, options, plan } = remote;
  const seconds = await songSeconds(objectSource(s3, { bucket, key: storageKeys.input(hash), bytes }), plan);
  return {
    ...commission,
    kind: 'separation',
    status: 'waiting',
    hash,
    remoteHash,
    credits: creditsDue({ separationType, options }, seconds, plan),
    inputBytes: bytes,
    seconds,
  };
}

async function enqueue(
  { store, now }: FetchRemoteDeps,
  remote: RemoteRecord,
  record: SeparationRecord,
): Promise<void> {
  const { hash, credits, accountId } = record;
  const at = now();
  const outcome = await transact<'not waiting' | 'hash' | 'credits' | 'account'>(store.documents, [
    becomes(store, remote, hash),
    ...enqueueSeparation(store, record, at),
    { item: { Delete: { TableName: store.queue, Key: queueKeys.fetch(remote.createdAt, remote.hash) } } },
    changeHistory(store, remote, { hash, credits, updatedAt: at.toISOString() }),
  ]);
  if (outcome === 'written' || outcome === 'not waiting') return;
  if (outcome === 'hash') throw new Error(`The hash ${hash} was minted twice.`);
  throw new TooFewCredits(await tooFewCredits(store, accountId, credits));
}

/** The link is done, unless it was cancelled meanwhile or has become a separation in another run. */
function becomes(store: EngineStore, remote: RemoteRecord, longHash: string): Write<'not waiting'> {
  return {
    item: {
      Update: {
        TableName: store.separations,
        Key: { hash: remote.hash },
        UpdateExpression: 'SET #status = :done, longHash = :longHash',
        ConditionExpression: '#status = :waiting',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':done': 'done', ':waiting': 'waiting', ':longHash': longHash },
      },
    },
    refusal: 'not waiting',
  };
}
