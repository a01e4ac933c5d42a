import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLeaderboard } from '../../../../functions/syncs/read-leaderboard/read-leaderboard.ts';
import { MvsepUnavailable } from '../../../../shared/errors/mvsep-unavailable.ts';
import { RequestBudgetSpent } from '../../../../shared/errors/request-budget-spent.ts';
import { readBoard } from '../../../../shared/leaderboards/read-board.ts';
import { findReading } from '../../../../shared/leaderboards/reading.ts';
import { boardEntries, boardEntry } from '../../../upstream/board-entries.ts';
import { startSyncWorld } from './sync-world.ts';

let world: Awaited<ReturnType<typeof startSyncWorld>>;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.clear();
  fill(45);
});

const BOARD = 1;
const request = (runId: string) => ({
  datasetType: BOARD,
  runId,
  startedAt: world.depsOf().now().toISOString(),
});
const read = (runId: string) => readLeaderboard(world.depsOf(), request(runId));
const storedIds = async () => (await readBoard(world.table, BOARD)).map(({ id }) => id);
const boardIds = () =>
  world.boards
    .board(BOARD)
    .map(({ id }) => id)
    .sort((one, other) => one - other);
function fill(size: number): void {
  world.boards.entries.clear();
  world.boards.put(...boardEntries(BOARD, size));
}

describe('a board that is read', () => {
  it('is stored whole, each entry once, with who saw it and when', async () => {
    expect(await read('run-1')).toMatchObject({ state: 'read' });
    expect(await storedIds()).toEqual(boardIds());
    const [first] = await readBoard(world.table, BOARD);
    expect(first).toMatchObject({
      datasetType: BOARD,
      datasetName: 'Multisong',
      runId: 'run-1',
      readAt: '2026-11-22T03:00:00.000Z',
      firstSeenAt: '2026-11-22T03:00:00.000Z',
    });
  });

  it('keeps numbers that came as texts, and no values of what could not be measured', async () => {
    world.boards.entries.clear();
    world.boards.put(
      boardEntry(BOARD, 1, undefined, {
        sdr_vocals: '9.5',
        sdr_instrum: 0,
        sdr_bass: -1000,
        sdr_drums: 'n/a',
      }),
      boardEntry(BOARD, 2, undefined, {
        is_ensemble: '1',
        sdr_vocals: -3.25,
        algo_name: null,
        metrics: null,
      }),
    );
    await read('run-1');
    const [first, second] = await readBoard(world.table, BOARD);
    expect(Object.keys(first?.sdr ?? {}).sort()).toEqual(['other', 'vocals']);
    expect(first?.sdr.vocals).toBe(9.5);
    expect(second).toMatchObject({ isEnsemble: true, algorithm: '', sdr: { vocals: -3.25 } });
  });

  it('remembers when an entry was first seen, and takes over what has changed of it', async () => {
    await read('run-1');
    world.pass(24);
    const [id = 0] = boardIds();
    world.boards.change(id, { sdr_vocals: 11.9, algo_name: 'Renamed' });
    await read('run-2');
    const entry = (await readBoard(world.table, BOARD)).find((one) => one.id === id);
    expect(entry).toMatchObject({
      algorithm: 'Renamed',
      runId: 'run-2',
      firstSeenAt: '2026-11-22T03:00:00.000Z',
      readAt: '2026-11-23T03:00:00.000Z',
    });
    expect(entry?.sdr.vocals).toBe(11.9);
  });

  it.each([0, 1, 19, 20, 21, 38, 40])('is whole whatever its size: %i', async (size) => {
    fill(size);
    expect(await read('run-1')).toMatchObject({ state: 'read' });
    expect(await storedIds()).toEqual(boardIds());
  });
});

describe('a step that reads a board', () => {
  it('ends when its time is up, and the next one goes on from there', async () => {
    const deps = world.depsOf(undefined, 1);
    expect(await readLeaderboard(deps, request('run-1'))).toMatchObject({ state: 'more', waitSeconds: 1 });
    expect(await findReading(world.table, BOARD)).toMatchObject({ state: 'paging', nextStart: 18, pages: 1 });
    expect(await readLeaderboard(deps, request('run-1'))).toMatchObject({ state: 'more' });
    expect(world.upstream.log.count('leaderboard')).toBe(2);
    await read('run-1');
    expect(await storedIds()).toEqual(boardIds());
  });

  it.each([
    [42_500, 43],
    // Many short waits would fill the history of the execution.
    [1_500, 20],
    [7_200_000, 3_600],
  ])(
    'leaves the requests to others that have them for %i ms, and asks again after %i s',
    async (ms, waitSeconds) => {
      const deps = world.depsOf();
      const retryAt = new Date(deps.now().getTime() + ms);
      const spent = async () => {
        throw new RequestBudgetSpent(retryAt);
      };
      const broke = {
        ...deps,
        client: { qualityChecker: { ...deps.client.qualityChecker, leaderboard: spent } },
      };
      expect(await readLeaderboard(broke, request('run-1'))).toMatchObject({ state: 'more', waitSeconds });
    },
  );

  it('gets over failures of the service, and gives up after five in a row, without losing its place', async () => {
    let calls = 0;
    world.upstream.faults = () => {
      calls += 1;
      return calls === 2 || calls > 4 ? { kind: 'answer', status: 502, html: true } : undefined;
    };
    await expect(read('run-1')).resolves.toMatchObject({ state: 'read' });
    world.pass(24);
    const before = world.upstream.log.count('leaderboard');
    calls = 1;
    world.upstream.faults = () => {
      calls += 1;
      return calls > 3 ? { kind: 'cut-body' } : undefined;
    };
    await expect(read('run-2')).rejects.toBeInstanceOf(MvsepUnavailable);
    expect(world.upstream.log.count('leaderboard') - before).toBe(2 + 5);
    world.upstream.heal();
    await read('run-3');
    // What the second run had read was not read again.
    expect(await findReading(world.table, BOARD)).toMatchObject({ runId: 'run-2', pages: 3, state: 'read' });
  });

  it('begins anew where the old reading is too old to go on with', async () => {
    await readLeaderboard(world.depsOf(undefined, 1), request('run-1'));
    world.pass(7);
    await read('run-2');
    expect(await findReading(world.table, BOARD)).toMatchObject({ runId: 'run-2', state: 'read' });
  });

  it('reads a board once for two runs at the same time, and again for one that starts later', async () => {
    await Promise.all([read('run-1'), read('run-2')]);
    expect(await storedIds()).toEqual(boardIds());
    const seen = world.upstream.log.count('leaderboard');
    expect(seen).toBeLessThanOrEqual(6);
    world.pass(24);
    await read('run-3');
    expect(world.upstream.log.count('leaderboard')).toBe(seen + 3);
  });
});

describe('a service that answers something else than was asked for', () => {
  it('adds nothing to a board when it answers another one', async () => {
    world.boards.beforePage = () => undefined;
    const deps = world.depsOf();
    const other = { ...deps.client.qualityChecker };
    const { leaderboard } = other;
    other.leaderboard = (fields) => leaderboard({ ...fields, datasetType: 0 });
    world.boards.put(...boardEntries(0, 5));
    await readLeaderboard({ ...deps, client: { qualityChecker: other } }, request('run-1'));
    expect(await storedIds()).toEqual([]);
  });

  it('is not asked for ever when it answers the same page whatever it is asked for', async () => {
    const deps = world.depsOf();
    const same = { ...deps.client.qualityChecker };
    const { leaderboard } = same;
    same.leaderboard = (fields) => leaderboard({ ...fields, start: 0 });
    await readLeaderboard({ ...deps, client: { qualityChecker: same } }, request('run-1'));
    expect(await storedIds()).toHaveLength(20);
    expect(await findReading(world.table, BOARD)).toMatchObject({ pages: 4, state: 'read' });
  });
});

describe('entries that were known and do not show on the board', () => {
  it('are asked for: what is gone is removed, and what is there stays', async () => {
    await read('run-1');
    const [gone = 0, waits = 0, ...rest] = boardIds();
    world.boards.remove(gone);
    // It is evaluated again, so it is on no board; its values hold until there are others.
    world.boards.change(waits, {
      proc: 2,
      sdr_vocals: 0,
      sdr_instrum: 0,
      sdr_bass: 0,
      sdr_drums: 0,
      sdr_other: 0,
    });
    const before = (await readBoard(world.table, BOARD)).find(({ id }) => id === waits);
    world.pass(24);
    await read('run-2');
    expect(await storedIds()).toEqual([waits, ...rest]);
    const after = (await readBoard(world.table, BOARD)).find(({ id }) => id === waits);
    expect(after?.sdr).toEqual(before?.sdr);
    expect(after?.runId).toBe('run-2');
  });

  it('are asked for a hundred a run, and the rest stays for the next', async () => {
    fill(150);
    await read('run-1');
    world.boards.entries.clear();
    world.pass(24);
    await read('run-2');
    expect(await storedIds()).toHaveLength(50);
    expect(world.boards.asked.size).toBe(100);
    world.pass(24);
    await read('run-3');
    expect(await storedIds()).toHaveLength(0);
  });

  it('are not asked for again after a step whose time was up, and hardly twice by two runs', async () => {
    await read('run-1');
    for (const id of boardIds().slice(0, 8)) world.boards.remove(id);
    world.pass(24);
    const deps = world.depsOf();
    const inTurns = { ...deps, hasTime: () => world.boards.asked.size < 3 };
    expect(await readLeaderboard(inTurns, request('run-2'))).toMatchObject({ state: 'more' });
    await Promise.all([read('run-2'), read('run-2')]);
    expect(await storedIds()).toEqual(boardIds());
    expect([...world.boards.asked.values()].every((times) => times <= 2)).toBe(true);
  });
});

describe('a board that moves while it is read', () => {
  it('loses no entry that was on it all the time, whatever comes and goes between the pages', async () => {
    const move = fc.record({ page: fc.nat(6), adds: fc.nat(12), removes: fc.nat(25), seed: fc.nat(1000) });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 4 }), async (moves) => {
        await world.clear();
        fill(70);
        const gone = new Set<number>();
        let pages = 0;
        world.boards.beforePage = () => {
          for (const { adds, removes, seed } of moves.filter(({ page }) => page === pages)) {
            for (let nth = 0; nth < adds; nth++) {
              world.boards.put(boardEntry(BOARD, 900_000 + seed * 100 + pages * 20 + nth));
            }
            for (const id of boardIds()
              .slice(seed % 20)
              .slice(0, removes)) {
              gone.add(id);
              world.boards.remove(id);
            }
          }
          pages += 1;
        };
        const before = boardIds();
        await read('run-1');
        const stored = await storedIds();
        expect(new Set(stored).size).toBe(stored.length);
        expect(stored).toEqual(expect.arrayContaining(before.filter((id) => !gone.has(id))));
      }),
      { numRuns: 30 },
    );
  });
});
