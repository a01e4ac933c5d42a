import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../shared/jobs/job.ts';
import { jobId } from '../../shared/jobs/job-id.ts';
import { stepName } from '../../shared/jobs/step-name.ts';
import { TestPipeline } from './test-pipeline.ts';

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await TestPipeline.start();
}, 60_000);
afterAll(() => pipeline.stop());

const LONG_AGO = new Date(Date.now() - 86_400_000).toISOString();
const DRUMS = stepName.parse('mvsep-drums');

/** Records a job as somebody would leave it who dies in the middle. */
async function leaveBehind(name: string, more: Partial<Job>): Promise<Job['jobId']> {
  const id = jobId.parse(name);
  const common = { jobId: id, attempt: 1, updatedAt: LONG_AGO, events: [] };
  await pipeline.jobs.create({
    job: {
      ...common,
      state: 'submitted',
      source: { bucket: pipeline.product.bucket, key: `uploads/${name}.wav`, etag: 'e', bytes: 9 },
      steps: [DRUMS],
      folder: `stems/${name}`,
      month: LONG_AGO.slice(0, 'yyyy-mm'.length),
      submittedAt: LONG_AGO,
      ...more,
    },
    steps: [
      {
        ...common,
        step: DRUMS,
        index: 0,
        state: 'blocked',
        separation: { type: 44, name: 'Drums', slug: 'mvsep-drums', options: {}, outputFormat: 1 },
        credits: { reserved: 0 },
        refusals: 0,
        lookUps: 0,
        polls: 0,
        files: {},
      },
    ],
  });
  return id;
}

async function sweep() {
  const summary = await pipeline.product.cloud.invoke('Pipeline/FunctionsSweepJobs', {});
  const Key = `reports/sweep/${new Date().toISOString().slice(0, 'yyyy-mm-dd'.length)}.json`;
  const stored = await pipeline.s3.send(new GetObjectCommand({ Bucket: pipeline.product.bucket, Key }));
  return { summary, report: JSON.parse((await stored.Body?.transformToString()) ?? '') };
}

describe('the daily sweep', () => {
  it('starts and ends what was left behind, reports it, and finds nothing the second time', async () => {
    const open = await leaveBehind('open', {});
    const ended = { endedAt: LONG_AGO, manifestKey: 'stems/ended/manifest.json' };
    const over = await leaveBehind('ended', { state: 'done', ...ended });
    const { summary, report } = await sweep();
    expect(summary).toMatchObject({ payload: { mended: 3, left: 1, finished: true } });
    expect(report.findings).toMatchObject([
      { check: 'open jobs', jobId: open, mended: true },
      { check: 'ended jobs', jobId: over, step: DRUMS, mended: true },
      { check: 'ended jobs', jobId: over, mended: true },
      { check: 'ended jobs', jobId: over, key: 'stems/ended/manifest.json', mended: false },
    ]);
    // Its song is gone, and that is what it says.
    const { job } = await pipeline.reached(open, 'failed');
    expect(job.failure?.charged).toBe('no');
    expect((await sweep()).summary).toMatchObject({ payload: { mended: 0, left: 0 } });
    expect(pipeline.product.cloud.denials()).toEqual([]);
  });
});
