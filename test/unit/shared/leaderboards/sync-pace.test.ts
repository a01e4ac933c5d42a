import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestBudgetSpent } from '../../../../shared/errors/request-budget-spent.ts';
import type { PipelineTable } from '../../../../shared/jobs/pipeline-table.ts';
import { createRequestAllowance } from '../../../../shared/jobs/request-allowance.ts';
import { createSyncPace } from '../../../../shared/leaderboards/sync-pace.ts';
import { type DynamoDbServer, startDynamoDbServer } from '../aws/dynamodb-server.ts';
import { createFakeTime } from '../jobs/fake-time.ts';
import { pipelineTableLayout } from '../jobs/job-table-server.ts';

const A_MINUTE = 60;
const START = new Date('2026-11-22T03:00:00.000Z');

let server: DynamoDbServer;
let tables = 0;
beforeAll(async () => {
  server = await startDynamoDbServer(pipelineTableLayout('jobs-0'));
});
afterAll(() => server.stop());

async function freshTable(): Promise<PipelineTable> {
  tables += 1;
  await server.createTable(pipelineTableLayout(`jobs-${tables}`));
  return { documents: server.documents, tableName: `jobs-${tables}` };
}

function mostInAnyMinute(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 60_000).length));
}

async function world() {
  const time = createFakeTime(START);
  const [jobs, leaderboards] = [await freshTable(), await freshTable()];
  const settings = { requestsPerMinute: A_MINUTE, now: () => time.now(), sleep: time.sleep };
  const sync = createSyncPace({ ...settings, jobs, leaderboards });
  const ofJobs = createRequestAllowance({ ...settings, table: jobs, patienceMs: 60_000 });
  return { time, sync, ofJobs };
}

describe('the pace of syncs', () => {
  it('takes a quarter of the budget at most, and never more than jobs leave of the whole', async () => {
    const { time, sync, ofJobs } = await world();
    const sent = { sync: [] as number[], jobs: [] as number[] };
    const waits: number[] = [];
    const reading = async () => {
      // Two boards at once, as two executions would.
      while (time.now().getTime() < START.getTime() + 240_000) {
        try {
          await sync.beforeCall('qualityChecker.leaderboard');
          sent.sync.push(time.now().getTime());
        } catch (error) {
          if (!(error instanceof RequestBudgetSpent)) throw error;
          await time.sleep(5_000);
        }
      }
    };
    const job = async () => {
      const from = time.now().getTime();
      await ofJobs.beforeCall('separation.get');
      sent.jobs.push(time.now().getTime());
      waits.push(time.now().getTime() - from);
    };
    // In the second and third minute jobs ask for two thirds of all there is.
    const jobs = Array.from({ length: 80 }, (_, nth) => ({ atMs: 60_000 + nth * 1_500, act: job }));
    await time.play([{ atMs: 0, act: reading }, { atMs: 10, act: reading }, ...jobs]);
    expect(sent.sync.length).toBeGreaterThan(40);
    expect(mostInAnyMinute(sent.sync)).toBeLessThanOrEqual(A_MINUTE / 4);
    expect(mostInAnyMinute([...sent.sync, ...sent.jobs])).toBeLessThanOrEqual(A_MINUTE);
    expect(sent.jobs).toHaveLength(80);
    // Behind one call of a sync, at most.
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_500);
  });

  it('stands still for everybody when the service asks for a pause, and says how long', async () => {
    const { time, sync, ofJobs } = await world();
    await sync.tooMany(120);
    expect(await ofJobs.available()).toBe(false);
    const refused = await sync.beforeCall('qualityChecker.leaderboard').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RequestBudgetSpent);
    const until = refused instanceof RequestBudgetSpent ? refused.retryAt.getTime() : 0;
    expect(until).toBeGreaterThanOrEqual(time.now().getTime() + 120_000);
  });
});
