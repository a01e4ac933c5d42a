import { describe, expect, it } from 'vitest';
import { failedExecution } from '../../../../shared/aws/failed-execution.ts';
import { failJob } from '../../../../shared/jobs/fail-job.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import {
  queuedStep,
  runningJob,
  SEPARATION_HASH,
  START,
  sampleJob,
  sampleStep,
  waitingStep,
  wholeJob,
} from './sample-job.ts';
import { useActingDeps } from './use-acting-deps.ts';

const world = useActingDeps();
const ARN = 'arn:aws:states:eu-west-1:000000000000:execution:songs';
const aborted = { name: 'ABORTED', cause: undefined };

describe('ending a whole job', () => {
  it('ends what has not ended, each with what it cost, and tells the outside', async () => {
    const [paid, free] = [stepName.parse('paid'), stepName.parse('free')];
    const job = runningJob({ steps: [paid, free] });
    const steps = [
      waitingStep(job, { step: paid, index: 0, separationHash: SEPARATION_HASH }),
      queuedStep(job, { step: free, index: 1 }),
    ];
    await world.put({ job, steps });
    await failJob(world.deps(), job.jobId, aborted, `${ARN}:${job.jobId}`);
    const ended = await world.jobs.getWhole(job.jobId);
    expect(ended.job).toMatchObject({ state: 'failed', failure: { error: 'ABORTED', charged: 'yes' } });
    expect(ended.job.failure?.reason).toMatch(
      /^The job was stopped by hand while its separations were under way\. What each separation cost stands with it\. To go on: npm run jobs -- retry job\d+$/,
    );
    expect(ended.steps.map(({ failure }) => failure?.charged)).toEqual(['yes', 'no']);
    expect(world.told()).toEqual(['Job Failed']);
  });

  it('ends one that was just moving on', async () => {
    const { job } = await world.put(wholeJob((one) => queuedStep(one), { state: 'submitted' }));
    const { jobs } = world;
    const getWhole: typeof jobs.getWhole = async (id) => {
      const whole = await jobs.getWhole(id);
      await jobs.change(id, { at: START, set: { state: 'running' }, when: { state: ['submitted'] } });
      return { ...whole, job: { ...whole.job, state: 'submitted' } };
    };
    await failJob({ ...world.deps(), jobs: { ...jobs, getWhole } }, job.jobId, aborted);
    expect((await world.jobs.get(job.jobId)).state).toBe('failed');
  });

  it('invites nobody to try a song again that would fail in the same way', async () => {
    const { job } = await world.put(wholeJob((one) => queuedStep(one)));
    await failJob(world.deps(), job.jobId, {
      name: 'UnusableAudio',
      cause: '{"errorMessage":"It is empty."}',
    });
    expect((await world.jobs.get(job.jobId)).failure?.reason).toBe('It is empty. Nothing was charged.');
  });

  it('calls a job partly done whose other stems are there, and cancelled what was to be cancelled', async () => {
    const [done, late] = [stepName.parse('done'), stepName.parse('late')];
    const job = runningJob({ steps: [done, late] });
    await world.put({
      job,
      steps: [
        sampleStep(job, { step: done, index: 0, state: 'done' }),
        queuedStep(job, { step: late, index: 1 }),
      ],
    });
    await failJob(world.deps(), job.jobId, aborted);
    expect((await world.jobs.get(job.jobId)).state).toBe('partial');
    const cancelled = await world.put(
      wholeJob((one) => queuedStep(one), { cancelledAt: '2026-08-12T12:00:00.000Z' }),
    );
    await failJob(world.deps(), cancelled.job.jobId, aborted);
    expect((await world.again(cancelled)).job).toMatchObject({ state: 'cancelled' });
    expect((await world.again(cancelled)).job.failure).toBeUndefined();
  });

  it('never changes the end of a job, nor a later attempt, and takes an unknown execution calmly', async () => {
    const done = await world.put({ job: sampleJob({ state: 'done' }), steps: [] });
    await failJob(world.deps(), done.job.jobId, aborted);
    expect((await world.again(done)).job.state).toBe('done');

    const retried = await world.put(wholeJob((job) => queuedStep(job), { attempt: 2 }));
    await failJob(world.deps(), retried.job.jobId, aborted, `${ARN}:${retried.job.jobId}`);
    expect((await world.again(retried)).job.state).toBe('running');
    await failJob(world.deps(), retried.job.jobId, aborted, `${ARN}:${retried.job.jobId}-2`);
    expect((await world.again(retried)).job.state).toBe('failed');

    const nobody = sampleJob().jobId;
    await failJob(world.deps(), nobody, aborted);
    expect(await world.jobs.find(nobody)).toBeUndefined();
  });

  it('reads both ways in which it is told', () => {
    const input = { jobId: 'job1' };
    const caught = { ...input, error: { Error: 'UnusableAudio', Cause: '{"errorMessage":"Empty."}' } };
    expect(failedExecution.parse(caught)).toEqual({
      input,
      error: { name: 'UnusableAudio', cause: '{"errorMessage":"Empty."}' },
    });
    const ended = { executionArn: `${ARN}:job1`, status: 'ABORTED', input: JSON.stringify(input) };
    expect(failedExecution.parse(ended)).toEqual({
      input,
      executionArn: `${ARN}:job1`,
      error: { name: 'ABORTED', cause: undefined },
    });
  });
});
