import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimRun, releaseRun } from '../../../../shared/jobs/run-claim.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { START } from './sample-job.ts';

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

describe('the right to be the one run of a clock', () => {
  it('is given to one of many who ask at once, and of each clock to one', async () => {
    const claims = Array.from({ length: 10 }, () => claimRun(server.table, 'one', START, later(60)));
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
    expect(await claimRun(server.table, 'other', START, later(60))).toBe(true);
  });

  it('is given again once it was given back, or its time is over, and not before', async () => {
    expect(await claimRun(server.table, 'again', START, later(60))).toBe(true);
    expect(await claimRun(server.table, 'again', later(59), later(120))).toBe(false);
    expect(await claimRun(server.table, 'again', later(60), later(120))).toBe(true);
    await releaseRun(server.table, 'again');
    expect(await claimRun(server.table, 'again', later(61), later(120))).toBe(true);
  });
});
