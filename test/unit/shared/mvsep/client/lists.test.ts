import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyItem } from '../../../../../shared/mvsep/client/every-item.ts';
import { createMvsepClient } from '../../../../../shared/mvsep/client/mvsep-client.ts';
import { type Answer, html, json, silence, useScriptedServer } from '../scripted-server.ts';

const server = useScriptedServer();

const client = () => createMvsepClient({ baseUrl: server.url, token: async () => 'token' });
const numbers = (count: number, first = 0) => Array.from({ length: count }, (_, index) => first + index);

/** Answers the page of a list that was asked for. */
function paged(items: readonly unknown[], wrap = (page: unknown): unknown => page): Answer {
  return (response, request) => {
    const query = new URL(request.url, server.url).searchParams;
    const start = Number(query.get('start'));
    json(wrap(items.slice(start, start + Number(query.get('limit')))))(response, request);
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const read: Item[] = [];
  for await (const item of items) read.push(item);
  return read;
}

describe('a list in pages', () => {
  const entries = numbers(45, 1).map((id) => ({ id, algo_name: `a${id}` }));

  it('of news is read to its end, in pages of 20', async () => {
    server.answer(paged(entries));
    expect((await all(client().app.newsItems({ lang: 'en' }))).map(({ id }) => id)).toEqual(numbers(45, 1));
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/api/app/news?lang=en&start=0&limit=20',
      '/api/app/news?lang=en&start=20&limit=20',
      '/api/app/news?lang=en&start=40&limit=20',
    ]);
  });

  it('of each other kind is read from where one wants', async () => {
    server.answer(paged(entries));
    expect(await all(client().qualityChecker.queueEntries({ start: 43 }))).toMatchObject([
      { id: 44 },
      { id: 45 },
    ]);
    server.answer(paged(entries, (data) => ({ data, dataset_type: 1, sortables: [], sort: '' })));
    expect(await all(client().qualityChecker.leaderboardEntries({ datasetType: 1 }))).toHaveLength(45);
    const separations = numbers(21).map((id) => ({ id, hash: `h${id}` }));
    server.answer(paged(separations));
    expect(await all(client().app.demoItems())).toHaveLength(21);
    server.answer(paged(separations, (data) => ({ success: true, data })));
    expect(await all(client().app.historyItems())).toHaveLength(21);
  });

  it('asks for no further page than is read', async () => {
    server.answer(paged(entries));
    for await (const { id } of client().qualityChecker.queueEntries()) if (id === 5) break;
    expect(server.seen).toHaveLength(1);
  });

  it('ends on a server that ignores where to start', async () => {
    server.answer(json(entries.slice(0, 20)));
    expect(await all(client().qualityChecker.queueEntries())).toHaveLength(20);
    expect(server.seen).toHaveLength(2);
  });

  it('of the history is read on where a page fails for a moment, since among many pages one always does', async () => {
    const page = (...ids: number[]) =>
      json({ success: true, data: ids.map((id) => ({ id, hash: `h${id}` })) });
    server.answer(page(...numbers(20)), html(502), html(500), page(...numbers(3, 20)));
    expect(await all(client().app.historyItems())).toHaveLength(23);
    expect(server.seen).toHaveLength(4);
    server.answer(html(500));
    await expect(all(client().app.historyItems())).rejects.toThrow('500');
  });

  it('throws what a page throws, and stops when the caller does', async () => {
    server.answer(json(entries.slice(0, 20)), html(500));
    const read: number[] = [];
    const reading = (async () => {
      for await (const { id } of client().qualityChecker.queueEntries()) read.push(id);
    })();
    await expect(reading).rejects.toMatchObject({ name: 'MvsepUnavailable' });
    expect(read).toHaveLength(20);
    server.answer(silence);
    const given = all(client().app.newsItems({}, { signal: AbortSignal.timeout(20) }));
    await expect(given).rejects.toMatchObject({ name: 'MvsepUnavailable' });
  });

  it('gives each item once and in order, also while newer ones come in on top', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(90),
        fc.array(fc.nat(25), { maxLength: 8 }),
        fc.nat(10),
        async (length, arrivals, first) => {
          let list = numbers(length).reverse();
          const before = [...list];
          let page = 0;
          const read = await all(
            everyItem(
              async ({ start, limit }) => {
                const answer = list.slice(start, start + limit);
                const fresh = arrivals[page++] ?? 0;
                list = [...numbers(fresh, 1_000 * page).reverse(), ...list];
                return answer;
              },
              (item) => item,
              first,
            ),
          );
          expect(new Set(read).size).toBe(read.length);
          const old = read.filter((item) => before.includes(item));
          // Nothing is left out, unless so many came in that a whole page was known already.
          if (arrivals.slice(0, page).every((fresh) => fresh < 20)) expect(old).toEqual(before.slice(first));
        },
      ),
      { numRuns: 200 },
    );
  });
});
