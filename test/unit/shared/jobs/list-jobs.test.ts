import { beforeAll, describe, expect, it } from 'vitest';
import { type JobQuery, listJobs } from '../../../../shared/jobs/list-jobs.ts';
import { runningJob } from './sample-job.ts';
import { useActingDeps } from './use-acting-deps.ts';

const world = useActingDeps();
const NOW = new Date('2026-11-22T00:00:00Z');
const submitted: string[] = [];

beforeAll(async () => {
  // Two months, a state and a recipe of every third, in an order that is not theirs.
  for (const day of [3, 1, 2, 5, 4, 6]) {
    const month = day > 3 ? '2026-11' : '2026-09';
    const job = runningJob({
      month,
      submittedAt: `${month}-0${day}T00:00:00.000Z`,
      state: day % 3 === 0 ? 'failed' : 'done',
      ...(day % 3 === 0 ? { recipe: 'karaoke' } : {}),
      source: { bucket: 'songs', key: `uploads/Day ${day}.wav`, etag: 'e', bytes: 1 },
    });
    submitted.push(job.jobId);
    await world.put({ job, steps: [] });
  }
});

async function days(query: Partial<JobQuery>): Promise<string[]> {
  const { jobs } = await listJobs(world.table, { limit: 100, ...query }, NOW);
  return jobs.map(({ source }) => source.key.replace(/\D/g, ''));
}

describe('listing jobs', () => {
  it('gives the newest first, over all months, or those of one month or state', async () => {
    expect(await days({})).toEqual(['6', '5', '4', '3', '2', '1']);
    expect(await days({ month: '2026-09' })).toEqual(['3', '2', '1']);
    expect(await days({ state: 'failed' })).toEqual(['6', '3']);
    expect(await days({ state: 'failed', month: '2026-11' })).toEqual(['6']);
    expect(await days({ state: 'cancelled' })).toEqual([]);
    expect(await days({ month: '2026-10' })).toEqual([]);
  });

  it('finds by recipe, by a part of the song or the beginning of the id', async () => {
    expect(await days({ recipe: 'karaoke' })).toEqual(['6', '3']);
    expect(await days({ text: 'day 5' })).toEqual(['5']);
    expect(await days({ text: String(submitted[0]) })).toEqual(['3']);
    expect(await days({ text: 'nothing' })).toEqual([]);
  });

  it.each([{}, { state: 'done' as const }, { recipe: 'karaoke' }])(
    'goes on from page to page: %j',
    async (query) => {
      const whole = await days(query);
      for (const limit of [1, 2, 3]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listJobs(world.table, { ...query, limit, cursor }, NOW);
          expect(page.jobs.length).toBeLessThanOrEqual(limit);
          seen.push(...page.jobs.map(({ source }) => source.key.replace(/\D/g, '')));
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(seen).toEqual(whole);
      }
    },
  );

  it('looks at no more jobs than it is told, and says where to go on', async () => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await listJobs(world.table, { recipe: 'karaoke', lookAt: 2, limit: 10, cursor }, NOW);
      pages.push(page.jobs.map(({ source }) => source.key.replace(/\D/g, '')));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(pages).toEqual([['6'], ['3'], [], []]);
  });

  it('refuses a cursor that is none', async () => {
    for (const cursor of ['x', Buffer.from('{"month":1}').toString('base64url')]) {
      await expect(listJobs(world.table, { limit: 1, cursor }, NOW)).rejects.toMatchObject({
        name: 'WrongCursor',
      });
    }
  });
});
