import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { showLeaderboard } from '../../../../functions/api/show-leaderboard/show-leaderboard.ts';
import { readQualityQueue } from '../../../../functions/syncs/read-quality-queue/read-quality-queue.ts';
import { showLeaderboard as operation } from '../../../../shared/api/operations/show-leaderboard.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { boardEntries, boardEntry } from '../../../upstream/board-entries.ts';
import { startSyncWorld } from '../syncs/sync-world.ts';

let world: Awaited<ReturnType<typeof startSyncWorld>>;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.clear();
  world.boards.entries.clear();
});

const CALLABLE = { algo_name: 'BS Roformer (ver. 2024.08)', is_ensemble: 0 };
const show = async (datasetType: number, query: Record<string, string> = {}) =>
  operation.reply.parse(await showLeaderboard(world.table, datasetType, operation.query.parse(query)));

describe('a leaderboard in the API', () => {
  it('is the best first by one stem, without those that have no value of it, and says how old it is', async () => {
    world.boards.put(
      boardEntry(1, 1, undefined, { sdr_vocals: 9, sdr_bass: 1, algo_name: 'one' }),
      boardEntry(1, 2, undefined, { sdr_vocals: 11, sdr_bass: 2, ...CALLABLE }),
      boardEntry(1, 3, undefined, { sdr_vocals: 0, sdr_bass: 3, algo_name: 'three' }),
    );
    await world.sync({ runId: 'run-1' });
    const byVocals = await show(1);
    expect(byVocals).toMatchObject({
      datasetType: 1,
      datasetName: 'Multisong',
      readAt: '2026-11-22T03:00:00.000Z',
      stem: 'vocals',
      stems: ['bass', 'drums', 'instrum', 'other', 'vocals'],
    });
    expect(byVocals.entries.map(({ rank, id }) => [rank, id])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(byVocals.entries[0]?.callable).toMatchObject({ separationType: expect.any(Number) });
    expect(byVocals.entries[1]?.callable).toBeUndefined();
    expect((await show(1, { stem: 'Bass', limit: '1' })).entries).toMatchObject([{ rank: 1, id: 3 }]);
    expect((await show(1, { stem: 'bass', text: 'ROFORMER' })).entries).toMatchObject([{ rank: 2, id: 2 }]);
  });

  it('shows what waits in the queue for it', async () => {
    const nothing = { sdr_vocals1: 0, sdr_vocals2: 0 };
    world.boards.put(...boardEntries(5, 3), boardEntry(5, 900_000, undefined, { ...nothing, proc: 0 }));
    await world.sync({ runId: 'run-1', boards: [5, 6] });
    await readQualityQueue({
      ...world.depsOf(),
      client: createMvsepClient({ baseUrl: world.upstream.url }),
    });
    expect(await show(5)).toMatchObject({ waiting: [{ id: 900_000, state: 'queued' }] });
    expect((await show(6)).waiting).toEqual([]);
  });

  it('is there with nothing on it when the board is empty', async () => {
    await world.sync({ runId: 'run-1', boards: [7] });
    expect(await show(7)).toMatchObject({ entries: [], stems: [] });
  });

  it('is a 404 with what to do when it was never read', async () => {
    await expect(show(2)).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('LeaderboardSyncArn'),
    });
  });

  it('is refused by a stem that it does not have', async () => {
    world.boards.put(...boardEntries(1, 3));
    await world.sync({ runId: 'run-1' });
    await expect(show(1, { stem: 'harp' })).rejects.toMatchObject({
      kind: 'invalid-request',
      message: expect.stringContaining('vocals'),
    });
  });
});
