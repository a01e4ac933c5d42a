import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CATALOGUE_EVENT } from '../../../shared/catalogue/catalogue-event.ts';
import {
  CATALOGUE_REPORT_KEY,
  CURRENT_CATALOGUE_KEY,
  DOUBTED_CATALOGUE_KEY,
  datedCatalogueKey,
} from '../../../shared/catalogue/catalogue-keys.ts';
import { readStoredCatalogue } from '../../../shared/catalogue/read-catalogue.ts';
import type { StoredCatalogue } from '../../../shared/catalogue/stored-catalogue.ts';
import { EVENT_SOURCE } from '../../../shared/jobs/pipeline-event.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { AUDIO_WIDGETS } from '../../../shared/mvsep/catalogue/audio-widgets.ts';
import { catalogueFromAlgorithms } from '../../../shared/mvsep/catalogue/catalogue-from-algorithms.ts';
import { type CatalogueDifference, diffCatalogues } from '../../../shared/mvsep/catalogue/diff-catalogues.ts';
import { CATALOGUE, type Catalogue } from '../../../shared/mvsep/catalogue/separation-type.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { formatJson } from '../../../shared/mvsep/format-json.ts';
import { describeChange } from './describe-change.ts';

export interface RefreshCatalogueDeps {
  readonly client: { readonly app: Pick<MvsepClient['app'], 'algorithms'> };
  readonly s3: S3Client;
  readonly eventBridge: EventBridgeClient;
  readonly bucket: string;
  /** Host of the service. */
  readonly upstream: string;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Reads what the service offers now, at which prices, and stores it as what quotes and choices go by. A difference
 * from what was read before is reported and told on the bus; the first catalogue of a service is just stored.
 *
 * The event goes before the new catalogue is stored: a run that is cut off in between tells the same again, under the
 * same id, and keeps nothing to itself.
 *
 * @throws Error the answer is not believed, since most of what was there is gone: it is kept apart for somebody to look
 * @throws what the client throws when the service gives no list
 */
export async function refreshCatalogue(deps: RefreshCatalogueDeps): Promise<void> {
  const { upstream, log } = deps;
  const stored = await readStoredCatalogue(deps);
  const before = stored?.upstream === upstream ? stored : undefined;
  const list = await deps.client.app.algorithms({ scopes: Object.values(AUDIO_WIDGETS).join(',') });
  const readAt = deps.now();
  const catalogue = catalogueFromAlgorithms(list, withSlugs(before?.catalogue));
  const after: StoredCatalogue = { readAt: readAt.toISOString(), upstream, catalogue };
  if (isDoubtful(catalogue, before?.catalogue)) throw await doubt(deps, after, before);
  const difference = before === undefined ? undefined : diffCatalogues(before.catalogue, catalogue);
  if (before === undefined || (difference !== undefined && isDifferent(difference))) {
    await put(deps, datedCatalogueKey(readAt), after);
  }
  if (before !== undefined && difference !== undefined && isDifferent(difference)) {
    await tell(deps, before, after, difference);
  }
  await put(deps, CURRENT_CATALOGUE_KEY, after);
  log.info('The catalogue was read', {
    upstream,
    types: catalogue.types.length,
    isFirst: before === undefined,
  });
}

/** Types keep the short names that the code has for them, and then those that they had before. */
function withSlugs(before: Catalogue = { groups: {}, types: [] }): Catalogue {
  return {
    groups: { ...before.groups, ...CATALOGUE.groups },
    types: [...before.types, ...CATALOGUE.types],
  };
}

/** A service does not drop half of what it does from one day to the next; a broken answer does. */
function isDoubtful({ types }: Catalogue, before: Catalogue | undefined): boolean {
  if (types.length === 0) return true;
  if (before === undefined) return false;
  const ids = new Set(types.map(({ id }) => id));
  const left = before.types.filter(({ id }) => ids.has(id)).length;
  const running = types.filter(({ active }) => active).length;
  const ran = before.types.filter(({ active }) => active).length;
  return left * 2 < before.types.length || running * 2 < ran;
}

async function doubt(
  deps: RefreshCatalogueDeps,
  after: StoredCatalogue,
  before: StoredCatalogue | undefined,
): Promise<Error> {
  await put(deps, DOUBTED_CATALOGUE_KEY, after);
  return new Error(
    `${after.upstream} listed ${after.catalogue.types.length} separation types, and ` +
      `${before?.catalogue.types.length ?? 'none'} before: that is not believed, and prices stay as they were. Look at ` +
      `${DOUBTED_CATALOGUE_KEY} in the bucket; if it is right, copy it to ${CURRENT_CATALOGUE_KEY}.`,
  );
}

function isDifferent({ added, removed, changed }: CatalogueDifference): boolean {
  return added.length + removed.length + changed.length > 0;
}

async function tell(
  deps: RefreshCatalogueDeps,
  before: StoredCatalogue,
  after: StoredCatalogue,
  difference: CatalogueDifference,
): Promise<void> {
  const news = describeChange(before, after, difference, CATALOGUE_REPORT_KEY);
  const { summary, id, upstream, since, readAt } = news;
  await put(deps, CATALOGUE_REPORT_KEY, { summary, upstream, since, readAt, ...difference });
  const { FailedEntryCount, Entries } = await deps.eventBridge.send(
    new PutEventsCommand({
      Entries: [
        { Source: EVENT_SOURCE, DetailType: CATALOGUE_EVENT, Detail: JSON.stringify(news), Time: deps.now() },
      ],
    }),
  );
  if (FailedEntryCount) {
    const [entry] = Entries ?? [];
    throw new Error(`The event bus did not take "${id}": ${entry?.ErrorCode} ${entry?.ErrorMessage}`);
  }
  deps.log.warn('The catalogue has changed', { summary, report: CATALOGUE_REPORT_KEY });
}

async function put({ s3, bucket }: RefreshCatalogueDeps, key: string, value: unknown): Promise<void> {
  const Body = formatJson(value);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: 'application/json', Body }));
}
