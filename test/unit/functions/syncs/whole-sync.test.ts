import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATASET_TYPES } from '../../../../shared/leaderboards/dataset-types.ts';
import { readBoard } from '../../../../shared/leaderboards/read-board.ts';
import { snapshotKey } from '../../../../shared/leaderboards/snapshot-key.ts';
import { boardEntries, boardEntry, DATASETS } from '../../../upstream/board-entries.ts';
import { randomNumbers } from '../../../upstream/random-numbers.ts';
import { randomFaults } from '../../../upstream/upstream-fault.ts';
import { type Fuse, Killed, startSyncWorld } from './sync-world.ts';

let world: Awaited<ReturnType<typeof startSyncWorld>>;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.clear());

const DAY_ONE = '2026-11-22';
const DAY_TWO = '2026-11-23';

/** Runs until it is through, however often it fails or is killed, as retries and further executions do. */
async function syncUntilDone(
  runId: string,
  boards: readonly number[],
  fuses: readonly Fuse[] = [],
): Promise<number> {
  let deaths = 0;
  for (const fuse of [...fuses, undefined]) {
    // A step that found the service failing five times in a row is tried again by the workflow.
    for (let tries = 0; tries < 20; tries++) {
      try {
        await world.sync({ runId, boards, pagesAStep: 7, ...(fuse === undefined ? {} : { fuse }) });
        return deaths;
      } catch (error) {
        if (error instanceof Killed) {
          deaths += 1;
          break;
        }
      }
    }
  }
  throw new Error('The sync was never through.');
}

const idsOf = (datasetType: number) =>
  world.boards
    .board(datasetType)
    .map(({ id }) => id)
    .sort((one, other) => one - other);

async function expectWhole(datasetType: number, day: string): Promise<void> {
  const stored = await readBoard(world.table, datasetType);
  expect(stored.map(({ id }) => id)).toEqual(idsOf(datasetType));
  const lines = (world.objects.get(snapshotKey(datasetType, day)) ?? '').split('\n').slice(0, -1);
  expect(lines.map((line) => JSON.parse(line).id)).toEqual(idsOf(datasetType));
}

const countOf = (kind: string) => world.told.filter((event) => event.kind === kind).length;

describe('a sync of thirteen boards of five hundred entries', () => {
  it('is whole although every fifth call fails, it is killed again and again, and two run at once', async () => {
    world.boards.fill(500);
    world.upstream.faults = randomFaults(randomNumbers(7), 0.2, 2);
    const random = randomNumbers(3);
    const fuses = Array.from({ length: 5 }, (_, nth) => ({
      things: 100 + Math.floor(random() * 500),
      after: nth % 2 === 0,
    }));
    const deaths = await syncUntilDone('run-1', DATASET_TYPES, fuses);
    expect(deaths).toBe(5);
    for (const datasetType of DATASET_TYPES) await expectWhole(datasetType, DAY_ONE);
    expect(world.told).toEqual([]);

    world.pass(24);
    world.boards.put(boardEntry(3, 42, undefined, { sdr_lead: 30, algo_name: 'Somebody at home' }));
    // Two boards are enough for the second day.
    const boards = [3, 11];
    await Promise.all([syncUntilDone('run-2', boards), syncUntilDone('run-3', boards)]);
    for (const datasetType of boards) await expectWhole(datasetType, DAY_TWO);
    expect(world.told.filter(({ detail }) => detail.stem === 'lead')).toMatchObject([
      { kind: 'New leader', detail: { id: 'leader 3 lead 1', leader: { id: 42, sdr: 30 } } },
    ]);
  });
});

describe('a sync that is killed anywhere', () => {
  it('is whole after the next one, and tells each news under one id, as often as it was killed at most', async () => {
    const fuse = fc.record({ things: fc.nat(60), after: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(fuse, { maxLength: 4 }), fc.boolean(), async (fuses, isTwo) => {
        await world.clear();
        world.boards.entries.clear();
        world.boards.put(...boardEntries(3, 30), ...boardEntries(5, 15));
        const deathsBefore = await syncUntilDone('run-1', [3, 5], fuses);
        expect(deathsBefore).toBeLessThanOrEqual(fuses.length);
        for (const datasetType of [3, 5]) await expectWhole(datasetType, DAY_ONE);
        expect(world.told).toEqual([]);

        world.pass(24);
        const [gone] = idsOf(5);
        world.boards.remove(gone ?? 0);
        world.boards.put(boardEntry(3, 42, undefined, { sdr_lead: 30, algo_name: 'Somebody at home' }));
        const runs = [syncUntilDone('run-2', [3, 5], fuses)];
        if (isTwo) runs.push(syncUntilDone('run-3', [3, 5]));
        const deaths = (await Promise.all(runs)).reduce((sum, died) => sum + died, 0);
        // What another run held when it died is told by the next one, when its lease is over.
        world.pass(1);
        await syncUntilDone('run-4', [3, 5]);
        for (const datasetType of [3, 5]) await expectWhole(datasetType, DAY_TWO);
        const lead = world.told.filter(({ detail }) => detail.stem === 'lead').map(({ detail }) => detail.id);
        expect(new Set(lead)).toEqual(new Set(['leader 3 lead 1']));
        expect(lead.length).toBeLessThanOrEqual(1 + deaths);
      }),
      { numRuns: 12 },
    );
    expect(DATASETS[3]?.stems).toContain('lead');
    expect(countOf('New leader')).toBeGreaterThan(0);
  });
});
