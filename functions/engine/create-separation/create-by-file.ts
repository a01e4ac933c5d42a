import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { transact } from '../../../shared/aws/transact.ts';
import { creditsDue } from '../../../shared/engine/credits/credits-due.ts';
import { tooFewCredits } from '../../../shared/engine/credits/too-few-credits.ts';
import { enqueueSeparation } from '../../../shared/engine/enqueue-separation.ts';
import { openOwnedItems } from '../../../shared/engine/owned-items.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { requireComparable } from '../../../shared/engine/require-comparable.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { songSeconds } from '../../../shared/engine/song-seconds.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import type { UploadedFile } from '../../../shared/mvsep/server/call-request.ts';
import { longHash } from '../../../shared/mvsep/server/mint-hash.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';
import { bufferSource } from '../../../shared/streams/buffer-source.ts';
import { type Asked, commission } from './commission.ts';
import type { CreateSeparationDeps } from './create-separation-deps.ts';
import { outcomeOf } from './outcome-of.ts';
import { alreadyUnprocessed } from './require-rights.ts';

/** A caller waits for the answer, and may take none for a failure although the separation is paid for. */
const LONGEST_START_MS = 5_000;

type Files = Readonly<Record<string, UploadedFile>>;

/** The audio of one separation: the song, and for types that take two files what it should sound like. */
interface Audio {
  readonly song: UploadedFile;
  readonly reference?: UploadedFile;
}

/**
 * Stores the uploaded audio, and then in one transaction charges its separation and puts it in the queue. What
 * is stored is removed when that is refused.
 *
 * @throws CallRefusal (400)
 */
export async function createByFile(
  deps: CreateSeparationDeps,
  files: Files,
  asked: Asked,
  nextNumber: () => Promise<number>,
): Promise<{ hash: string; call: 'get' }> {
  const { customer, order, now } = asked;
  const audio = audioOf(files, order.input);
  const seconds = await secondsOf(audio, customer.plan);
  const credits = creditsDue(order.separation, seconds, customer.plan);
  const { song, reference } = audio;
  const record: SeparationRecord = {
    kind: 'separation',
    hash: longHash(song.name, now),
    ...commission(asked, await nextNumber()),
    credits,
    inputBytes: song.bytes.length,
    seconds,
    ...(reference === undefined
      ? {}
      : { reference: { fileName: reference.name, bytes: reference.bytes.length } }),
  };
  const objects = objectsOf(record.hash, audio);
  for (const [Key, Body] of objects) {
    await deps.s3.send(new PutObjectCommand({ Bucket: deps.bucket, Key, Body }));
  }
  const refusal = await enqueue(deps, record);
  if (refusal !== undefined) {
    await remove(deps, objects);
    throw refusal;
  }
  await startSoon(deps, record.hash);
  return { hash: record.hash, call: 'get' };
}

/** What cannot be removed now is removed with everything else when its time is over. */
async function remove({ s3, bucket, log }: CreateSeparationDeps, objects: [string, Buffer][]): Promise<void> {
  for (const [Key] of objects) {
    try {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    } catch (error) {
      log.warn('The audio of a refused separation could not be removed.', { key: Key, error });
    }
  }
}

/** The separation is created and paid for: an error now would invite to create it again. */
async function startSoon(deps: CreateSeparationDeps, hash: string): Promise<void> {
  try {
    await startWaiting(deps, LONGEST_START_MS);
  } catch (error) {
    deps.log.error('The queue could not be looked at; it is looked at again within a minute.', {
      hash,
      error,
    });
  }
}

async function enqueue(
  { store, now }: CreateSeparationDeps,
  record: SeparationRecord,
): Promise<Error | undefined> {
  const { accountId, credits, hash, number, sepType, createdAt } = record;
  const line = { number, hash, sepType, createdAt, updatedAt: createdAt, credits };
  const writes = [...enqueueSeparation(store, record, now()), ...openOwnedItems(store, record, line)];
  const outcome = await outcomeOf(store, hash, transact(store.documents, writes));
  switch (outcome) {
    case 'written':
      return undefined;
    case 'unprocessed':
      return alreadyUnprocessed();
    case 'hash':
      return new Error(`The hash ${hash} was minted twice.`);
    default:
      return new CallRefusal(400, await tooFewCredits(store, accountId, credits));
  }
}

function audioOf(files: Files, input: Asked['order']['input']): Audio {
  const { audiofile, target_audiofile: target, reference_audiofile: reference } = files;
  if (input !== 'two-files') {
    if (audiofile === undefined) throw new CallRefusal(400, SERVICE_SENTENCES.noFile);
    return { song: audiofile };
  }
  if (target === undefined || reference === undefined) {
    throw new CallRefusal(
      400,
      'This separation type takes two files. Send them as target_audiofile and reference_audiofile.',
    );
  }
  return { song: target, reference };
}

async function secondsOf({ song, reference }: Audio, plan: SeparationRecord['plan']): Promise<number> {
  if (reference === undefined) return measured(song, plan);
  const seconds = await measured(song, plan, 'target_audiofile');
  await measured(reference, plan, 'reference_audiofile');
  return seconds;
}

/** @param field which of two files it is, where two are compared. */
async function measured(file: UploadedFile, plan: SeparationRecord['plan'], field?: string): Promise<number> {
  try {
    const seconds = await songSeconds(bufferSource(file.bytes), plan);
    if (field !== undefined) requireComparable(seconds);
    return seconds;
  } catch (error) {
    if (!(error instanceof UnusableAudio)) throw error;
    const which = field === undefined ? '' : `${field}: `;
    throw new CallRefusal(400, `${which}${error.message}`, { cause: error });
  }
}

function objectsOf(hash: string, { song, reference }: Audio): [string, Buffer][] {
  return [
    [storageKeys.input(hash), song.bytes],
    ...(reference === undefined
      ? []
      : [[storageKeys.reference(hash), reference.bytes] satisfies [string, Buffer]]),
  ];
}
