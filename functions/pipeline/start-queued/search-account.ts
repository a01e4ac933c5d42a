import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { UploadId } from '../../../shared/jobs/upload-id.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import type { SeparationHash } from '../../../shared/mvsep/contract/separation-hash.ts';

/**
 * So many separations in a row must be older than what is searched before the search ends: two pages, in case the
 * list is not quite in order.
 */
const OLDER_IN_A_ROW = 40;
/** A search that goes on begins so much before its place: separations that are deleted meanwhile move the others up. */
const OVERLAP = 20;
/** So much is looked at however short the time is: every part of a search gets forward. */
const LEAST_ENTRIES = 60;

export interface SearchAccountDeps {
  readonly client: { readonly app: Pick<MvsepClient['app'], 'user' | 'historyItems'> };
}

export interface Search {
  readonly wanted: readonly UploadId[];
  /** Nothing before this is searched; by the service's clock. */
  readonly since: Date;
  /** How many entries of the history an earlier part of the search looked at; 0 to begin. */
  readonly from: number;
  /** Whether there is time for another page. */
  readonly hasTime: () => boolean;
}

export interface Searched {
  /** Hashes by upload id. */
  readonly found: ReadonlyMap<UploadId, SeparationHash>;
  /** Where to go on; undefined when the search came to its end. */
  readonly goOnAt?: number;
}

/**
 * Searches the account for separations that were made of these uploads: first what it waits for, then its history,
 * the newest first. In this order a separation that moves from the one to the other meanwhile is not missed.
 *
 * A long history is searched in parts: new entries only move the others back, so that one which goes on at its old
 * place misses none.
 *
 * @throws the errors of the client, when the account cannot be asked
 */
export async function searchAccount(
  { client }: SearchAccountDeps,
  { wanted, since, from, hasTime }: Search,
): Promise<Searched> {
  const found = new Map<UploadId, SeparationHash>();
  const note = ({ hash }: { readonly hash: SeparationHash }) => {
    const id = wanted.find((one) => isMadeOf(hash, one));
    if (id !== undefined) found.set(id, hash);
  };
  const { currentQueue } = await client.app.user();
  currentQueue.forEach(note);
  const start = Math.max(0, from - OVERLAP);
  let entries = 0;
  let olderInARow = 0;
  try {
    for await (const item of client.app.historyItems({ start })) {
      note(item);
      entries += 1;
      if (found.size === wanted.length) break;
      olderInARow = isOlder(item.createdAt, since) ? olderInARow + 1 : 0;
      if (olderInARow === OLDER_IN_A_ROW) break;
      if (entries >= LEAST_ENTRIES && !hasTime()) return { found, goOnAt: start + entries };
    }
  } catch (error) {
    if (!(error instanceof ServiceError) || entries < LEAST_ENTRIES) throw error;
    return { found, goOnAt: start + entries };
  }
  return { found };
}

/** A hash ends with the name of the file, `20260812120000-0123456789-<upload id>.wav`. */
function isMadeOf(hash: string, id: UploadId): boolean {
  return hash
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .includes(id);
}

/** Times of the service are UTC, as `2024-02-12 16:19:29`. What has none is not taken to be old. */
function isOlder(createdAt: string | undefined, since: Date): boolean {
  return Date.parse(`${(createdAt ?? '').replace(' ', 'T')}Z`) < since.getTime();
}
