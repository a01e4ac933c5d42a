import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readQualityQueue } from '../../../../functions/syncs/read-quality-queue/read-quality-queue.ts';
import { readWaiting } from '../../../../shared/leaderboards/waiting-entry.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { boardEntries, boardEntry } from '../../../upstream/board-entries.ts';
import { startSyncWorld } from './sync-world.ts';

let world: Awaited<ReturnType<typeof startSyncWorld>>;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.clear();
  world.boards.entries.clear();
  world.boards.put(...boardEntries(1, 70));
});

const read = () =>
  readQualityQueue({ ...world.depsOf(), client: createMvsepClient({ baseUrl: world.upstream.url }) });
const UNMEASURED = {
  sdr_vocals: -1000,
  sdr_instrum: 0,
  sdr_bass: 0,
  sdr_drums: 0,
  sdr_other: 0,
  metrics: null,
};

describe('the queue of the quality checker', () => {
  it('keeps what is on no board yet, and in which state it is', async () => {
    world.boards.put(
      boardEntry(1, 500_001, undefined, { ...UNMEASURED, proc: 0, msg: '', algo_name: 'mine' }),
      boardEntry(1, 500_002, undefined, { ...UNMEASURED, proc: '2', msg: null }),
      boardEntry(1, 500_003, undefined, { ...UNMEASURED, msg: 'No vocals.wav in the zip' }),
    );
    expect(await read()).toEqual({ waiting: 3 });
    expect(await readWaiting(world.table)).toMatchObject([
      { id: 500_001, state: 'queued', algorithm: 'mine', datasetType: 1 },
      { id: 500_002, state: 'running' },
      { id: 500_003, state: 'failed', message: 'No vocals.wav in the zip' },
    ]);
  });

  it('reads no further than something waits', async () => {
    await read();
    expect(world.upstream.log.count('quality-queue')).toBe(3);
    for (let id = 500_000; id < 500_065; id++) {
      world.boards.put(boardEntry(1, id, undefined, { ...UNMEASURED, proc: 0 }));
    }
    await read();
    expect(world.upstream.log.count('quality-queue')).toBe(3 + 5);
    expect(await readWaiting(world.table)).toHaveLength(65);
  });

  it('forgets what has come onto a board, or is gone', async () => {
    world.boards.put(
      boardEntry(1, 500_001, undefined, { ...UNMEASURED, proc: 0 }),
      boardEntry(1, 500_002, undefined, { ...UNMEASURED, proc: 0 }),
    );
    await read();
    world.boards.change(500_001, { proc: 1, sdr_vocals: 8 });
    world.boards.remove(500_002);
    await read();
    expect(await readWaiting(world.table)).toEqual([]);
  });

  it('gets over a call that fails', async () => {
    let calls = 0;
    world.upstream.faults = () => {
      calls += 1;
      return calls === 1 ? { kind: 'cut-body' } : undefined;
    };
    expect(await read()).toEqual({ waiting: 0 });
  });
});
