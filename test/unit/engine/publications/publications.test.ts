import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPage } from '../../../../functions/engine/list-demos/demo-page.ts';
import { newsPage } from '../../../../functions/engine/list-news/news-page.ts';
import { publicationKeys } from '../../../../shared/engine/publications/publication-keys.ts';
import { Publications } from '../../../../shared/engine/publications/publications.ts';
import { listDemos } from '../../../../shared/mvsep/contract/list-demos.ts';
import { listNews } from '../../../../shared/mvsep/contract/list-news.ts';
import { type KeyedTables, startKeyedTables } from '../keyed-tables.ts';

let tables: KeyedTables;
beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());

async function empty() {
  const table = await tables.empty();
  return { table, publications: new Publications(tables.documents, table) };
}

const NOON = new Date('2026-08-12T12:00:25.000Z');
const minutesAfterNoon = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

describe('news', () => {
  it('come as the API shows them, the latest first, in one language', async () => {
    const { publications } = await empty();
    await publications.postNews({ lang: 'en', title: 'First', text: '<p>One</p>' }, NOON);
    await publications.postNews({ lang: 'ru', title: 'Второе', text: '<p>Два</p>' }, minutesAfterNoon(1));
    await publications.postNews({ lang: 'en', title: 'Third', text: '<p>Three</p>' }, minutesAfterNoon(2));

    const english = await newsPage(publications, listNews.params.parse({}));
    expect(listNews.reply.parse(english)).toEqual(english);
    expect(english).toEqual([
      {
        id: 3,
        title: 'Third',
        lang: 'en',
        text: '<p>Three</p>',
        status: 1,
        created_at: '2026-08-12 12:02:25',
        updated_at: '2026-08-12 12:02:25',
      },
      expect.objectContaining({ id: 1, title: 'First' }),
    ]);
    const russian = await newsPage(publications, listNews.params.parse({ lang: 'ru' }));
    expect(russian.map(({ title }) => title)).toEqual(['Второе']);
    expect(await newsPage(publications, listNews.params.parse({ lang: 'he' }))).toEqual([]);
  });

  it('can be paged through without a gap, whatever the sizes of the pages', async () => {
    const { publications } = await empty();
    for (let minute = 0; minute < 23; minute++) {
      // Several in the same moment keep the order of their numbers.
      const at = minutesAfterNoon(Math.floor(minute / 4));
      await publications.postNews({ lang: 'en', title: `News ${minute}`, text: '' }, at);
    }
    const newestFirst = Array.from({ length: 23 }, (_, index) => 23 - index);
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.integer({ min: 1, max: 20 }), async (start, limit) => {
        const page = await newsPage(publications, { start, limit });
        expect(page.map(({ id }) => id)).toEqual(newestFirst.slice(start, start + limit));
      }),
      { numRuns: 60 },
    );
  });
});

describe('demos', () => {
  const demo = (hash: string, minutes: number, sepType = 44) => ({
    ...publicationKeys.demo(minutesAfterNoon(minutes).toISOString(), hash),
    hash,
    date: minutesAfterNoon(minutes).toISOString(),
    inputUrl: `https://engine.example/storage/temp/${hash}`,
    size: '5.70 MB',
    sepType,
  });
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

  it('come as the API shows them, the latest first, also of types that the catalogue lost', async () => {
    const { table, publications } = await empty();
    for (const Item of [demo('one.wav', 0), demo('two.wav', 1, 999)]) {
      await tables.documents.send(new PutCommand({ TableName: table, Item }));
    }
    const demos = await demoPage(publications, listDemos.params.parse({}), NOON);
    expect(listDemos.reply.parse(demos)).toEqual(demos);
    expect(demos.map(({ hash, algorithm }) => [hash, algorithm.name])).toEqual([
      ['two.wav', 'Type 999'],
      ['one.wav', 'MVSep Drums (drums, other)'],
    ]);
    expect(demos[1]).toMatchObject({
      date: '2026-08-12 12:00',
      input_audio: 'https://engine.example/storage/temp/one.wav',
      algorithm: { algorithm_group_id: 20, orientation: 0, render_id: 44 },
    });
  });

  it('leave out what expired but was not swept away, and fill the page all the same', async () => {
    const { table, publications } = await empty();
    for (let minute = 0; minute < 12; minute++) {
      const expired = minute % 2 === 1;
      const expiresAt = seconds(minutesAfterNoon(expired ? 59 : 61));
      const Item = { ...demo(`${minute}.wav`, minute), expiresAt };
      await tables.documents.send(new PutCommand({ TableName: table, Item }));
    }
    const page = await demoPage(publications, { start: 1, limit: 3 }, minutesAfterNoon(60));
    expect(page.map(({ hash }) => hash)).toEqual(['8.wav', '6.wav', '4.wav']);
  });
});

describe('usage and ratings', () => {
  it('are read by type, usage of the month alone', async () => {
    const { table, publications } = await empty();
    for (const [at, type] of [
      [NOON, 44] as const,
      [NOON, 44] as const,
      [new Date('2026-07-31T23:59:59Z'), 44] as const,
    ]) {
      await tables.documents.send(
        new UpdateCommand({
          TableName: table,
          Key: publicationKeys.usage(at, type),
          UpdateExpression: 'ADD #count :one',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':one': 1 },
        }),
      );
    }
    expect(await publications.usage(NOON)).toEqual(new Map([[44, 2]]));
    expect(await publications.usage(new Date('2026-09-01T00:00:00Z'))).toEqual(new Map());

    expect(await publications.rate(40, 5)).toMatchObject({ sum: 5, total: 1 });
    expect(await publications.rate(40, 4)).toMatchObject({ sum: 9, total: 2 });
    expect(await publications.ratings()).toEqual(new Map([[40, { sum: 9, total: 2 }]]));
  });
});
