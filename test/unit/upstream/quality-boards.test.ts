import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MvsepProtocolError } from '../../../shared/errors/mvsep-protocol-error.ts';
import { MvsepRejected } from '../../../shared/errors/mvsep-rejected.ts';
import { MvsepUnavailable } from '../../../shared/errors/mvsep-unavailable.ts';
import { createMvsepClient, type MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { boardEntry } from '../../upstream/board-entries.ts';
import { UpstreamServer } from '../../upstream/upstream-server.ts';

let server: UpstreamServer;
let checker: MvsepClient['qualityChecker'];
beforeAll(async () => {
  server = await UpstreamServer.start();
  checker = createMvsepClient({ baseUrl: server.url }).qualityChecker;
});
afterAll(() => server.stop());
beforeEach(() => {
  server.heal();
  server.model.boards.fill(50);
});

describe('the boards of the upstream of the tests', () => {
  it('come in pages of at most twenty, the best first, for each dataset', async () => {
    const ids: number[] = [];
    for (const start of [0, 20, 40]) {
      const { entries, datasetType } = await checker.leaderboard({ datasetType: 1, start, limit: 20 });
      expect(datasetType).toBe(1);
      ids.push(...entries.map(({ id }) => id));
    }
    expect(new Set(ids).size).toBe(50);
    const { entries, sortables } = await checker.leaderboard({ datasetType: 1, sort: 'sdr_bass' });
    expect(sortables).toContain('sdr_bass');
    const bass = entries.map(({ sdr }) => sdr.bass ?? Number.NaN);
    expect(bass).toEqual([...bass].sort((left, right) => right - left));
  });

  it('are filtered by name, and change while they are read', async () => {
    const found = await checker.leaderboard({ datasetType: 0, limit: 20, algoNameFilter: 'roformer' });
    expect(found.entries.every(({ algoName }) => /roformer/i.test(algoName ?? ''))).toBe(true);
    server.model.boards.beforePage = () => server.model.boards.put(boardEntry(0, 9, undefined, { proc: 0 }));
    await checker.leaderboard({ datasetType: 0 });
    expect(await checker.entry({ id: 9 })).toMatchObject({ proc: 0 });
    server.model.boards.remove(9);
    await expect(checker.entry({ id: 9 })).rejects.toBeInstanceOf(MvsepRejected);
  });

  it('have a queue of all entries, the latest first', async () => {
    const queue = await checker.queue({ start: 0, limit: 2 });
    expect(queue.map(({ datasetType }) => datasetType)).toEqual([12, 12]);
  });

  it('fail like any call: cut in the middle, or with a page in HTML', async () => {
    server.faults = () => ({ kind: 'cut-body' });
    await expect(checker.leaderboard()).rejects.toBeInstanceOf(MvsepUnavailable);
    server.faults = () => ({ kind: 'answer', status: 200, html: true });
    await expect(checker.leaderboard()).rejects.toBeInstanceOf(MvsepProtocolError);
  });
});
