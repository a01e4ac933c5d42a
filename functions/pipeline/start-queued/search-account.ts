import type { UploadId } from '../../../shared/jobs/upload-id.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import type { SeparationHash } from '../../../shared/mvsep/contract/separation-hash.ts';

/**
 * So many separations in a row must be older than what is searched before the search ends: two pages, in case the
 * list is not quite in order.
 */
const OLDER_IN_A_ROW = 40;

export interface SearchAccountDeps {
  readonly client: { readonly app: Pick<MvsepClient['app'], 'user' | 'historyItems'> };
}

/**
 * Searches the account for separations that were made of these uploads: first what it waits for, then its history,
 * the newest first. In this order a separation that moves from the one to the other meanwhile is not missed.
 *
 * @param since nothing before this is searched; by the service's clock
 * @returns hashes by upload id, of those that were found
 * @throws the errors of the client, when the account cannot be asked
 */
export async function searchAccount(
  { client }: SearchAccountDeps,
  wanted: readonly UploadId[],
  since: Date,
): Promise<Map<UploadId, SeparationHash>> {
  const found = new Map<UploadId, SeparationHash>();
  const note = ({ hash }: { readonly hash: SeparationHash }) => {
    const id = wanted.find((one) => isMadeOf(hash, one));
    if (id !== undefined) found.set(id, hash);
  };
  const { currentQueue } = await client.app.user();
  currentQueue.forEach(note);
  let olderInARow = 0;
  for await (const item of client.app.historyItems()) {
    note(item);
    if (found.size === wanted.length) break;
    olderInARow = isOlder(item.createdAt, since) ? olderInARow + 1 : 0;
    if (olderInARow === OLDER_IN_A_ROW) break;
  }
  return found;
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
