import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhookArrivals } from '../../../../shared/jobs/webhook-arrivals.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { START } from './sample-job.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('createWebhookArrivals', () => {
  let server: JobTableServer;
  beforeAll(async () => {
    server = await startJobTableServer();
  });
  afterAll(() => server.stop());

  /** A process of its own, which remembers nothing of the others. */
  const processAt = (at: Date, wanted = true) => createWebhookArrivals(server.table, wanted, () => at);

  it('expects none before the first one came', async () => {
    expect(await processAt(START).expected()).toBe(false);
  });

  it('expects them in every process once one came', async () => {
    await processAt(START).note();
    expect(await processAt(START).expected()).toBe(true);
  });

  it('expects none that the settings do not ask for', async () => {
    await processAt(START).note();
    expect(await processAt(START, false).expected()).toBe(false);
  });

  it('stops expecting them when none came for a month', async () => {
    await processAt(START).note();
    expect(await processAt(new Date(START.getTime() + 29 * DAY_MS)).expected()).toBe(true);
    expect(await processAt(new Date(START.getTime() + 31 * DAY_MS)).expected()).toBe(false);
  });
});
