import { describe, expect, it } from 'vitest';
import { endBranch } from '../../../../functions/pipeline/fail-step/end-branch.ts';
import { reserveCredits } from '../../../../shared/jobs/budget.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { readBudget } from '../../../../shared/jobs/read-budget.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import {
  DRUMS,
  queuedStep,
  runningJob,
  SEPARATION_HASH,
  START,
  sampleStep,
  waitingStep,
  wholeJob,
} from '../../shared/jobs/sample-job.ts';
import { useActingDeps } from '../../shared/jobs/use-acting-deps.ts';

const world = useActingDeps();

function thrown(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage, trace: ['at a secret place'] });
}

async function fail(stepOf: (job: Job) => Step, name: string, cause?: string): Promise<Step> {
  const { job } = await world.put(wholeJob(stepOf));
  await endBranch(world.deps(), { jobId: job.jobId, step: DRUMS }, { name, cause });
  return world.jobs.getStep({ jobId: job.jobId, step: DRUMS });
}

const failedResult = (error: string, reason: string, charged: 'no' | 'maybe' | 'yes') =>
  ({ kind: 'failed', error, reason, charged }) as const;

const stem = {
  stem: 'drums',
  key: 'stems/x/drums.wav',
  contentType: 'audio/wav',
  url: 'https://x/storage/d.wav',
};
const copying = (job: Job) =>
  waitingStep(job, {
    state: 'copying',
    taskToken: 'secret token',
    separationHash: SEPARATION_HASH,
    result: { kind: 'done', stems: [stem] },
  });

describe('failing a step', () => {
  it.each<[string, string | undefined, (job: Job) => Step, string, RegExp]>([
    [
      'MvsepRejected',
      thrown('MvsepRejected', 'Not with your plan.'),
      (job) => queuedStep(job, { result: failedResult('MvsepRejected', 'Not with your plan.', 'no') }),
      'no',
      /^Not with your plan\. Nothing was charged\. To try again: npm run jobs -- retry job\d+$/,
    ],
    [
      'EarlierStepFailed',
      thrown('EarlierStepFailed', 'It takes a stem of six-stem, which failed.'),
      (job) => sampleStep(job),
      'no',
      /^It takes a stem of six-stem, which failed\. Nothing was charged\.$/,
    ],
    [
      'AccessDenied',
      thrown('AccessDenied', 'May not.'),
      (job) => queuedStep(job, { state: 'creating', creatingAt: START.toISOString() }),
      'maybe',
      /^May not\. It may have been charged: the history of the account tells.* npm run jobs -- retry job\d+$/,
    ],
    [
      'SeparationFailed',
      undefined,
      (job) =>
        waitingStep(job, {
          separationHash: SEPARATION_HASH,
          result: failedResult('SeparationFailed', 'Out of tune.', 'maybe'),
        }),
      'maybe',
      /^Out of tune\. It may have been charged/,
    ],
    [
      'DownloadFailed',
      thrown('DownloadFailed', 'Broke off.'),
      copying,
      'yes',
      /^Broke off\. The separation was paid for\. To go on from there without paying again: npm run jobs -- retry/,
    ],
    [
      'AccessDenied',
      thrown(
        'AccessDenied',
        'User: arn:aws:r is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k"',
      ),
      copying,
      'yes',
      /s3:PutObject on resource/,
    ],
    [
      'States.Timeout',
      undefined,
      (job) => waitingStep(job, { separationHash: SEPARATION_HASH }),
      'yes',
      /did not end in time/,
    ],
    ['States.Timeout', '', (job) => queuedStep(job), 'no', /took too long while it waited for its turn/],
    ['ABORTED', undefined, (job) => waitingStep(job), 'maybe', /stopped by hand while waiting/],
    [
      'Sandbox.Timedout',
      thrown('Sandbox.Timedout', 'RequestId: x Error: Task timed out'),
      copying,
      'yes',
      /ran out of time while the stems/,
    ],
    ['FAILED', undefined, (job) => sampleStep(job), 'no', /no reason was given/],
    [
      'JobEnded',
      thrown('JobEnded', 'Not copied any more.'),
      (job) => copyingCancelled(job),
      'yes',
      /^The job was cancelled, and no more stems are copied\. The separation was paid for/,
    ],
    [
      'CachedResultGone',
      thrown('CachedResultGone', 'The earlier stems are gone.'),
      (job) => ({
        ...copying(job),
        separationHash: undefined,
        remoteHash: undefined,
        cachedFrom: { jobId: job.jobId, step: DRUMS },
      }),
      'no',
      /^The earlier stems are gone\. Nothing was charged/,
    ],
  ])('%s %s: says why, and what it cost', async (name, cause, stepOf, charged, reason) => {
    const failed = await fail(stepOf, name, cause);
    expect(failed).toMatchObject({ state: 'failed', endedAt: START.toISOString(), failure: { charged } });
    expect(failed.failure?.reason).toMatch(reason);
    expect(failed.failure?.reason).not.toContain('secret place');
    expect(failed.taskToken).toBeUndefined();
    expect(failed.work).toBe(charged === 'no' ? undefined : 'settle');
  });

  function copyingCancelled(job: Job): Step {
    return { ...copying(job), cancelledAt: START.toISOString() };
  }

  it('gives the credits back at once when nothing was charged, and holds them when something may have been', async () => {
    const limits = {};
    const at = new Date('2041-03-05T00:00:00Z');
    for (const [step, left] of [
      [queuedStep, 0],
      [waitingStep, 2],
    ] as const) {
      const whole = await world.put(wholeJob((job) => sampleStep(job)));
      await reserveCredits(world.table, whole, { quotes: new Map([[DRUMS, 2]]), limits, at });
      const { jobId: _id, step: _step, credits: _credits, ...moved } = step(whole.job);
      await world.jobs.changeStep({ jobId: whole.job.jobId, step: DRUMS }, { at, set: moved });
      const ref = { jobId: whole.job.jobId, step: DRUMS };
      await endBranch(world.deps(), ref, { name: 'ABORTED', cause: undefined });
      await endBranch(world.deps(), ref, { name: 'ABORTED', cause: undefined });
      expect(await readBudget(world.table, '2041-03')).toEqual({ reserved: left, charged: 0 });
      expect((await world.jobs.getStep(ref)).credits.reserved).toBe(left);
    }
  });

  it('leaves a done step alone, and keeps the first reason of a failed one', async () => {
    const done = await fail((job) => ({ ...copying(job), state: 'done' }), 'FAILED');
    expect(done).toMatchObject({ state: 'done' });
    const first = await fail((job) => sampleStep(job), 'UnusableAudio', thrown('UnusableAudio', 'first'));
    await endBranch(world.deps(), first, { name: 'FAILED', cause: undefined });
    expect(await world.jobs.getStep(first)).toEqual(first);
  });

  it('judges the charge again when the step leaves for the service meanwhile', async () => {
    const { job } = await world.put(wholeJob((one) => queuedStep(one)));
    let looks = 0;
    const deps = world.deps();
    const getStep: typeof deps.jobs.getStep = async (ref) => {
      const found = await deps.jobs.getStep(ref);
      looks += 1;
      // Between the look and the write the create is sent.
      if (looks === 1) {
        const set = { state: 'creating', creatingAt: START.toISOString() } as const;
        await deps.jobs.changeStep(ref, { at: START, set });
      }
      return found;
    };
    const ref = { jobId: job.jobId, step: DRUMS };
    await endBranch({ ...deps, jobs: { ...deps.jobs, getStep } }, ref, { name: 'ABORTED', cause: undefined });
    expect(await world.jobs.getStep(ref)).toMatchObject({
      state: 'failed',
      failure: { charged: 'maybe', phase: 'creating' },
    });
  });

  it('ends the branches of all that would take its stems, and no others', async () => {
    const names = ['root', 'child', 'grandchild', 'other'].map((name) => stepName.parse(name));
    const [root, child, grandchild, other] = names;
    if (!root || !child || !grandchild || !other) throw new Error('four names');
    const job = runningJob({ steps: names });
    const parts = [
      waitingStep(job, { step: root, index: 0, taskToken: world.desk.issue(`root ${job.jobId}`) }),
      sampleStep(job, {
        step: child,
        index: 1,
        parent: { step: root, stem: 'drums' },
        taskToken: world.desk.issue(`child ${job.jobId}`),
      }),
      sampleStep(job, { step: grandchild, index: 2, parent: { step: child, stem: 'kick' } }),
      waitingStep(job, { step: other, index: 3 }),
    ];
    await world.put({ job, steps: parts });
    await endBranch(world.deps(), { jobId: job.jobId, step: root }, { name: 'ABORTED', cause: undefined });
    const { steps } = await world.jobs.getWhole(job.jobId);
    expect(
      steps.map(({ state, result }) => [state, result?.kind === 'failed' ? result.error : undefined]),
    ).toEqual([
      ['failed', undefined],
      ['waiting', 'EarlierStepFailed'],
      ['waiting', 'EarlierStepFailed'],
      ['waiting', undefined],
    ]);
    // The child's wait has ended; the grandchild's ends when its execution registers its token.
    expect(world.desk.ended.filter(({ token }) => token === `child ${job.jobId}`)).toMatchObject([
      { success: false },
    ]);
    expect(steps[2]?.result).toMatchObject({
      reason: 'It takes a stem of child, which depends on root, and that failed.',
    });
  });
});
