import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { runStorm } from './storm/run-storm.ts';
import { STORM_REQUESTS_PER_MINUTE } from './storm/storm-settings.ts';
import { TestPipeline } from './test-pipeline.ts';

const SONGS = 24;

let upstream: UpstreamServer;
let pipeline: TestPipeline;
beforeAll(async () => {
  upstream = await UpstreamServer.start({
    requestsPerMinute: STORM_REQUESTS_PER_MINUTE,
    times: { waiting: 300, processing: 1_000, merging: 200 },
  });
  pipeline = await TestPipeline.start({ upstream, assembly: inject('stormAssembly') });
});
afterAll(async () => {
  await pipeline.stop();
  await upstream.stop();
});

describe('two dozen songs at once, a fifth of all calls faulted, half of the webhooks lost', () => {
  it('all end, none is charged twice, and no minute holds more calls than the budget', async () => {
    const figures = await runStorm({
      user: pipeline,
      upstream,
      songs: SONGS,
      faultiness: 0.2,
      lostWebhooks: 0.5,
      hurried: true,
      longestMs: 150_000,
    });
    expect(figures).toMatchObject({ lost: 0, failedWithoutReason: 0, chargedTwice: 0 });
    expect(figures.done + figures.failedWithReason).toBe(SONGS);
    expect(figures.mostInAnyMinute).toBeLessThanOrEqual(STORM_REQUESTS_PER_MINUTE);
  }, 180_000);
});
