import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newEntry, newLeader } from '../../../../shared/leaderboards/leaderboard-event.ts';
import { SNAPSHOT_COLUMNS } from '../../../../shared/leaderboards/snapshot-columns.ts';
import { snapshotKey } from '../../../../shared/leaderboards/snapshot-key.ts';
import { boardEntries, boardEntry } from '../../../upstream/board-entries.ts';
import { Killed, startSyncWorld } from './sync-world.ts';

let world: Awaited<ReturnType<typeof startSyncWorld>>;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.stop());

const BOARD = 1;
/** Not a name of anything that can be called, so that a new entry by itself is no news. */
const NOBODY = 'Somebody at home';
const BEST = { sdr_vocals: 20, algo_name: NOBODY };

beforeEach(async () => {
  await world.clear();
  world.boards.entries.clear();
  world.boards.put(...boardEntries(BOARD, 25));
  await world.sync({ runId: 'run-1' });
  world.pass(24);
});

const snapshot = (day: string) =>
  (world.objects.get(snapshotKey(BOARD, day)) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('the snapshot of a board', () => {
  it('holds every entry once, a line each, under its dataset and its day', async () => {
    expect([...world.objects.keys()]).toEqual(['leaderboards/dataset_type=1/date=2026-11-22/entries.ndjson']);
    expect(snapshot('2026-11-22').map(({ id }) => id)).toEqual(
      world.boards
        .board(BOARD)
        .map(({ id }) => id)
        .sort((one, other) => one - other),
    );
  });

  it('has in each line exactly the columns of the table of Athena, of their types', () => {
    const kinds: Readonly<Record<string, string>> = {
      bigint: 'number',
      string: 'string',
      boolean: 'boolean',
      'map<string,double>': 'object',
    };
    for (const line of snapshot('2026-11-22')) {
      expect(Object.keys(line)).toEqual(Object.keys(SNAPSHOT_COLUMNS));
      for (const [name, { type }] of Object.entries(SNAPSHOT_COLUMNS)) {
        if (line[name] !== null) expect(typeof line[name], name).toBe(kinds[type]);
      }
      for (const value of Object.values(line.sdr)) expect(value).not.toBe(0);
    }
  });

  it('is written anew by a second run of the same day, and stays as it was on other days', async () => {
    await world.sync({ runId: 'run-2' });
    world.boards.put(boardEntry(BOARD, 5, undefined, { algo_name: NOBODY }));
    world.pass(1);
    await world.sync({ runId: 'run-3' });
    expect(snapshot('2026-11-22')).toHaveLength(25);
    expect(snapshot('2026-11-23')).toHaveLength(26);
  });

  it('is empty for a board without entries', async () => {
    await world.sync({ runId: 'run-2', boards: [7] });
    expect(world.objects.get(snapshotKey(7, '2026-11-23'))).toBe('');
  });
});

describe('a leader', () => {
  it('is announced to nobody when the board is read for the first time, or did not change', async () => {
    await world.sync({ runId: 'run-2' });
    expect(world.told).toEqual([]);
  });

  it('is announced once, with the one before', async () => {
    const [before] = world.boards.board(BOARD, 'sdr_vocals');
    world.boards.put(boardEntry(BOARD, 77, undefined, BEST));
    await world.sync({ runId: 'run-2' });
    await world.sync({ runId: 'run-3' });
    world.pass(24);
    await world.sync({ runId: 'run-4' });
    const vocals = world.told.filter(({ detail }) => detail.stem === 'vocals');
    expect(vocals).toHaveLength(1);
    expect(vocals[0]?.kind).toBe('New leader');
    expect(newLeader.parse(vocals[0]?.detail)).toMatchObject({
      id: 'leader 1 vocals 1',
      because: 'better',
      datasetName: 'Multisong',
      leader: { id: 77, algorithm: NOBODY, sdr: 20 },
      previous: { id: before?.id, sdr: Number(before?.sdr_vocals) },
    });
  });

  it('is announced when the one before was withdrawn, or lost its value', async () => {
    const [first, second] = world.boards.board(BOARD, 'sdr_vocals');
    world.boards.remove(first?.id ?? 0);
    await world.sync({ runId: 'run-2' });
    world.pass(24);
    world.boards.change(second?.id ?? 0, { sdr_vocals: -1000 });
    await world.sync({ runId: 'run-3' });
    const vocals = world.told.filter(({ detail }) => detail.stem === 'vocals');
    expect(vocals.map(({ detail }) => [detail.id, detail.because])).toEqual([
      ['leader 1 vocals 1', 'withdrawn'],
      ['leader 1 vocals 2', 'revised'],
    ]);
  });

  it('is the first of two with the same value, and stays it', async () => {
    world.boards.put(boardEntry(BOARD, 77, undefined, BEST), boardEntry(BOARD, 78, undefined, BEST));
    await world.sync({ runId: 'run-2' });
    world.pass(24);
    await world.sync({ runId: 'run-3' });
    const vocals = world.told.filter(({ detail }) => detail.stem === 'vocals');
    expect(vocals).toMatchObject([{ detail: { leader: { id: 77 } } }]);
  });

  it('is announced once by two runs at the same time', async () => {
    world.boards.put(boardEntry(BOARD, 77, undefined, BEST));
    await Promise.all(['run-2', 'run-3', 'run-4'].map((runId) => world.sync({ runId })));
    expect(world.told.filter(({ detail }) => detail.stem === 'vocals')).toHaveLength(1);
  });

  it('is announced wherever the run is killed: again under the same id only if the bus had it', async () => {
    world.boards.put(boardEntry(BOARD, 77, undefined, BEST));
    let things = 0;
    let doubled = 0;
    for (let isDone = false; !isDone; things++) {
      for (const after of [false, true]) {
        await setBack();
        const killed = await world
          .sync({ runId: 'run-2', fuse: { things, after } })
          .then(() => false)
          .catch((error) => {
            if (!(error instanceof Killed)) throw error;
            return true;
          });
        isDone = !killed;
        const atDeath = world.told.length;
        await world.sync({ runId: 'run-2' });
        world.pass(1);
        await world.sync({ runId: 'run-3' });
        const ids = world.told.map(({ detail }) => detail.id);
        expect(new Set(ids), `killed at ${things}`).toEqual(new Set(['leader 1 vocals 1']));
        expect(ids.length).toBeLessThanOrEqual(1 + atDeath);
        doubled = Math.max(doubled, ids.length);
      }
    }
    expect(things).toBeGreaterThan(15);
    expect(doubled).toBe(2);
  });

  /** As it was before the second run, without the other stems that might change leaders. */
  async function setBack(): Promise<void> {
    await world.clear();
    world.boards.entries.clear();
    const only = { sdr_instrum: 0, sdr_bass: 0, sdr_drums: 0, sdr_other: 0, algo_name: NOBODY };
    world.boards.put(boardEntry(BOARD, 1, undefined, { ...only, sdr_vocals: 9 }));
    await world.sync({ runId: 'run-1' });
    world.pass(24);
    world.boards.put(boardEntry(BOARD, 77, undefined, { ...only, sdr_vocals: 20 }));
  }
});

describe('a new entry', () => {
  const CALLABLE = { algo_name: 'BS Roformer (ver. 2024.08)', is_ensemble: 0, sdr_vocals: 1, sdr_instrum: 1 };

  it('is announced once when it can be called, with how', async () => {
    world.boards.put(
      boardEntry(BOARD, 88, undefined, CALLABLE),
      boardEntry(BOARD, 89, undefined, { ...CALLABLE, algo_name: NOBODY }),
    );
    await Promise.all(['run-2', 'run-3'].map((runId) => world.sync({ runId })));
    world.pass(24);
    await world.sync({ runId: 'run-4' });
    const news = world.told.filter(({ kind }) => kind === 'New entry');
    expect(news).toHaveLength(1);
    expect(newEntry.parse(news[0]?.detail)).toMatchObject({
      id: 'entry 1 88',
      entry: { id: 88, callable: { separationType: expect.any(Number) } },
    });
  });

  it('is announced to nobody when the board is read for the first time', async () => {
    world.boards.put(boardEntry(2, 90, undefined, CALLABLE));
    await world.sync({ runId: 'run-2', boards: [2] });
    expect(world.told).toEqual([]);
  });

  it('comes with at most twenty of its board in a run, and the rest with the next', async () => {
    for (let id = 100; id < 125; id++) world.boards.put(boardEntry(BOARD, id, undefined, CALLABLE));
    const told = () => world.told.filter(({ kind }) => kind === 'New entry').length;
    await world.sync({ runId: 'run-2' });
    expect(told()).toBe(20);
    world.pass(24);
    await world.sync({ runId: 'run-3' });
    expect(told()).toBe(25);
  });
});
