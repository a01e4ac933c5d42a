import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refreshCatalogue } from '../../../../functions/syncs/refresh-catalogue/refresh-catalogue.ts';
import { catalogueChanged } from '../../../../shared/catalogue/catalogue-event.ts';
import { readCatalogue, readCatalogueNow } from '../../../../shared/catalogue/read-catalogue.ts';
import { CATALOGUE, SEPARATION_TYPES } from '../../../../shared/mvsep/catalogue/separation-type.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { UpstreamServer } from '../../../upstream/upstream-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';

const BUCKET = 'audio';
const HOUR = 3_600_000;

let store: RunningS3;
let s3: S3Client;
let upstream: UpstreamServer;
let at = Date.parse('2026-11-22T03:00:00.000Z');
beforeAll(async () => {
  [store, upstream] = await Promise.all([startLocalS3(), UpstreamServer.start()]);
  s3 = store.client();
});
afterAll(async () => {
  await store.stop();
  await upstream.stop();
});

const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
const bus = mockClient(eventBridge);

beforeEach(async () => {
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
  upstream.model.algorithms.reset();
  for (const Key of await keys()) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
});

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

async function object(Key: string): Promise<unknown> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return JSON.parse((await Body?.transformToString()) ?? '');
}

/** Runs the function an hour later than the last time. */
async function refresh(host = new URL(upstream.url).host): Promise<void> {
  at += HOUR;
  const client = createMvsepClient({ baseUrl: upstream.url });
  const now = () => new Date(at);
  await refreshCatalogue({ client, s3, eventBridge, bucket: BUCKET, upstream: host, now, log: keptLog() });
}

function told() {
  return bus
    .commandCalls(PutEventsCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ DetailType, Detail = '' }) => ({
      kind: DetailType,
      ...catalogueChanged.parse(JSON.parse(Detail)),
    }));
}

describe('the catalogue of the service', () => {
  it('is stored as it is, without news the first time and while nothing changes', async () => {
    await refresh();
    expect(await keys()).toEqual(['catalogue/2026-11-22T04-00-00-000Z.json', 'catalogue/current.json']);
    await refresh();
    expect(await keys()).toHaveLength(2);
    expect(told()).toEqual([]);
    const { catalogue, readAt } = await readCatalogueNow({ s3, bucket: BUCKET });
    expect(readAt).toBe(new Date(at).toISOString());
    expect(catalogue.types.map(({ id, slug }) => [id, slug])).toEqual(
      SEPARATION_TYPES.map(({ id, slug }) => [id, slug]),
    );
  });

  it('tells a new price, a new option, a new type and one that is gone, once, with a report', async () => {
    await refresh();
    upstream.model.algorithms.change(40, { price_coefficient: 3 });
    upstream.model.algorithms.change(44, { is_active: 0 });
    upstream.model.algorithms.remove(39);
    upstream.model.algorithms.add({
      ...upstream.model.algorithms.item(41),
      render_id: 900,
      name: 'MVSep Bass 2',
    });
    await refresh();
    await refresh();
    const news = told();
    expect(news).toHaveLength(1);
    expect(news[0]).toMatchObject({
      kind: 'Catalogue changed',
      counts: { added: 1, removed: 1, changed: 2 },
      added: [{ separationType: 900, name: 'MVSep Bass 2' }],
      removed: [{ separationType: 39 }],
      changed: [
        { separationType: 40, creditsPerMinute: 3, changes: ['credits a minute: 1 → 3'] },
        { separationType: 44, changes: ['runs: true → false'] },
      ],
      report: 'reports/catalogue.json',
    });
    expect(await object('reports/catalogue.json')).toMatchObject({
      summary: news[0]?.summary,
      removed: [{ id: 39 }],
    });
    expect((await keys()).filter((key) => /catalogue\/2026/.test(key))).toHaveLength(2);
    const { catalogue } = await readCatalogueNow({ s3, bucket: BUCKET });
    expect(catalogue.types.find(({ id }) => id === 900)?.slug).toBe('mvsep-bass-2');
  });

  it('is told again under the same id by a run that follows one that the bus refused', async () => {
    await refresh();
    upstream.model.algorithms.change(40, { price_coefficient: 3 });
    let refusals = 1;
    bus.on(PutEventsCommand).callsFake(() => {
      refusals -= 1;
      return refusals < 0 ? {} : { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] };
    });
    await expect(refresh()).rejects.toThrow('did not take');
    await refresh();
    const [first, second, ...more] = told().map(({ id }) => id);
    expect(second).toBe(first);
    expect(more).toEqual([]);
  });

  it('fits into an event whatever changes', async () => {
    await refresh();
    for (const { id } of SEPARATION_TYPES) {
      upstream.model.algorithms.change(id, { name: `A new name ${'x'.repeat(4000)}`, price_coefficient: 9 });
    }
    await refresh();
    const [{ Detail = '' } = {}] = bus
      .commandCalls(PutEventsCommand)
      .flatMap(({ args }) => args[0].input.Entries ?? []);
    expect(Buffer.byteLength(Detail)).toBeLessThan(200_000);
    expect(told()[0]?.counts.changed).toBe(SEPARATION_TYPES.length);
  });

  it.each([
    ['an empty list', () => upstream.model.algorithms.keep(() => false)],
    ['a list without most of the types', () => upstream.model.algorithms.keep((id) => id < 40)],
    [
      'a list of which hardly anything runs',
      () => {
        for (const { id } of SEPARATION_TYPES) {
          if (id > 30) upstream.model.algorithms.change(id, { is_active: 0 });
        }
      },
    ],
  ])('does not believe %s: it is kept apart, and prices stay', async (_, spoil) => {
    await refresh();
    const before = await object('catalogue/current.json');
    spoil();
    await expect(refresh()).rejects.toThrow(/that is not believed, .*catalogue\/doubted\.json/);
    expect(await object('catalogue/current.json')).toEqual(before);
    expect(await keys()).toContain('catalogue/doubted.json');
    expect(told()).toEqual([]);
  });

  it('of another service than before is no news', async () => {
    await refresh('mvsep.example');
    upstream.model.algorithms.keep((id) => id === 44);
    await refresh();
    expect(told()).toEqual([]);
    expect((await readCatalogueNow({ s3, bucket: BUCKET })).catalogue.types).toHaveLength(1);
  });
});

describe('what is known of the catalogue', () => {
  it('is the one of the code before any was read, and instead of one of another service or of none', async () => {
    expect((await readCatalogueNow({ s3, bucket: BUCKET })).catalogue).toEqual(CATALOGUE);
    await refresh('mvsep.example');
    expect(await readCatalogueNow({ s3, bucket: BUCKET, upstream: 'mvsep.com' })).not.toHaveProperty(
      'readAt',
    );
    expect(await readCatalogueNow({ s3, bucket: BUCKET, upstream: 'mvsep.example' })).toHaveProperty(
      'readAt',
    );
  });

  it('says of an Engine of this app that it runs what it runs', async () => {
    const { catalogue } = await readCatalogueNow({ s3, bucket: BUCKET, engineTypes: [44, 55] });
    expect(catalogue.types.filter(({ active }) => active).map(({ id }) => id)).toEqual([44, 55]);
  });

  it('is kept for some minutes, and read anew after them', async () => {
    const asked = (minutes: number) =>
      readCatalogue({
        s3,
        bucket: BUCKET,
        upstream: 'kept.example',
        now: () => new Date(at + minutes * 60_000),
      });
    const start = at;
    expect(await asked(0)).not.toHaveProperty('readAt');
    await refresh('kept.example');
    at = start;
    expect(await asked(4)).not.toHaveProperty('readAt');
    expect(await asked(6)).toHaveProperty('readAt');
  });
});
