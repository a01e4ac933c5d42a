import type { MvsepClient } from '../mvsep/client/mvsep-client.ts';
import type { Submission } from './submission.ts';
import { isMarked } from './submission-marker.ts';

type Lists = Pick<MvsepClient['qualityChecker'], 'queueEntries' | 'leaderboardEntries'>;
type ListedEntry = Awaited<ReturnType<MvsepClient['qualityChecker']['entry']>>;

/** Of the queue, which holds all entries, the latest first; and of a board that is filtered by name. */
const MOST_ENTRIES = 200;
/** What was listed so long before the request is surely not its entry, whatever the clocks say. */
const EARLIER_MS = 2 * 86_400_000;

/**
 * Looks for the entry that a request has become whose answer nobody knows: by its marker, in the queue and then on the
 * board. That it is not there proves nothing: a list may lag behind.
 *
 * @throws what the client throws
 */
export async function findEntry(
  client: { readonly qualityChecker: Lists },
  { submissionId, submittingAt, createdAt, datasetType, wish }: Submission,
): Promise<ListedEntry | undefined> {
  const since = Date.parse(submittingAt ?? createdAt) - EARLIER_MS;
  const { queueEntries, leaderboardEntries } = client.qualityChecker;
  for await (const entry of first(queueEntries())) {
    if (isMarked(entry.mainText, submissionId)) return entry;
    if (listedAt(entry) < since) break;
  }
  const named = leaderboardEntries({ datasetType, algoNameFilter: wish?.algorithm });
  for await (const entry of first(named)) if (isMarked(entry.mainText, submissionId)) return entry;
  return undefined;
}

async function* first<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let seen = 0;
  for await (const item of items) {
    yield item;
    seen += 1;
    if (seen === MOST_ENTRIES) return;
  }
}

/** When an entry was handed in, in UTC; later than everything when nobody knows. */
function listedAt({ date }: ListedEntry): number {
  const read = Date.parse(`${(date ?? '').replace(' ', 'T')}Z`);
  return Number.isNaN(read) ? Number.POSITIVE_INFINITY : read;
}
