import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../../shared/jobs/job.ts';
import { jobKeys } from '../../../../shared/jobs/job-keys.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import { measureEndedJob } from '../../../../shared/metrics/measure-ended-job.ts';
import { type GaugeDeps, readGauges } from '../../../../shared/metrics/read-gauges.ts';
import { writeMeasures } from '../../../../shared/metrics/write-measures.ts';
import { type JobTableServer, startJobTableServer } from '../jobs/job-table-server.ts';
import { queuedStep, runningJob, START, sampleStep, waitingStep, wholeJob } from '../jobs/sample-job.ts';

/** So many seconds after the start. */
function secondsIn(seconds: number): string {
  return new Date(START.getTime() + seconds * 1000).toISOString();
}

function times(from: number): Partial<Step> {
  return {
    queuedAt: secondsIn(from),
    creatingAt: secondsIn(from + 2),
    createdAt: secondsIn(from + 3),
    resultAt: secondsIn(from + 63),
    endedAt: secondsIn(from + 68),
  };
}

describe('measureEndedJob', () => {
  const file = { stem: 'a', key: 'k', bytes: 7, sha256: 's', etag: 'e', contentType: 'c' };
  const job = runningJob({
    state: 'done',
    inspectedAt: secondsIn(1),
    endedAt: secondsIn(145),
    credits: { quoted: 5, reserved: 0 },
  });

  it('tells where the time went along the steps that the end waited for, and the phases add up', () => {
    const first = waitingStep(job, { state: 'done', polls: 2, files: { 0: file }, ...times(1.5) });
    const second = waitingStep(job, {
      step: stepName.parse('second'),
      parent: { step: first.step, stem: 'a' },
      polls: 1,
      files: { 0: file, 1: file },
      ...times(70),
    });
    const aside = waitingStep(job, { step: stepName.parse('aside'), ...times(1) });
    const { values, reason } = measureEndedJob({ job, steps: [first, second, aside] }, 'done');
    expect(reason).toBeUndefined();
    expect(values).toEqual({
      JobsDone: 1,
      Stems: 3,
      BytesCopied: 21,
      PollsPerJob: 3,
      CreditsQuoted: 5,
      InspectSeconds: 1,
      BlockedSeconds: 1,
      QueueSeconds: 4,
      HandOverSeconds: 2,
      SeparationSeconds: 120,
      CopySeconds: 10,
      CompleteSeconds: 7,
      AddedSeconds: 25,
    });
  });

  it('counts a failure by its reason, of the job or of a step, and no time', () => {
    const failure = {
      error: 'TooFewCredits',
      reason: 'r',
      charged: 'no',
      at: secondsIn(0),
      phase: 'x',
    } as const;
    const failed: Job = { ...job, state: 'failed' };
    expect(measureEndedJob({ job: { ...failed, failure }, steps: [] }, 'failed')).toEqual({
      values: { JobsFailed: 1, PollsPerJob: 0, CreditsQuoted: 5 },
      reason: 'TooFewCredits',
    });
    expect(measureEndedJob({ job: failed, steps: [sampleStep(job, { failure })] }, 'partial').reason).toBe(
      'TooFewCredits',
    );
  });

  it('counts stems and credits once, not again after a retry', () => {
    const steps = [waitingStep(job, { files: { 0: file }, ...times(2) })];
    const { values } = measureEndedJob({ job: { ...job, attempt: 2 }, steps }, 'done');
    expect(values).toEqual({ JobsDone: 1, PollsPerJob: 0 });
  });
});

describe('writeMeasures', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  function write(measures: Parameters<typeof writeMeasures>[0]): unknown[] {
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'MvsepServerless');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'mvsep-pipeline');
    writeMeasures(measures);
    return lines.map((line): unknown => JSON.parse(line));
  }

  it('writes one line with the deployment as the only dimension, and one more for a reason', () => {
    const [plain, byReason, ...more] = write({ values: { JobsFailed: 1 }, reason: 'UnusableAudio' });
    expect(more).toEqual([]);
    const metrics = [{ Name: 'JobsFailed', Unit: 'Count' }];
    const Namespace = 'MvsepServerless';
    expect(plain).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace, Dimensions: [['service']], Metrics: metrics }] },
      service: 'mvsep-pipeline',
      JobsFailed: 1,
    });
    expect(byReason).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace, Dimensions: [['service', 'Reason']], Metrics: metrics }] },
      Reason: 'UnusableAudio',
      JobsFailed: 1,
    });
  });

  it('calls a reason that is no name of an error "Other": dimensions are bounded', () => {
    for (const reason of ['a sentence from outside', 'x'.repeat(100), '', '1'.repeat(8)]) {
      lines.length = 0;
      expect(write({ values: {}, reason })).toMatchObject([{ Reason: 'Other' }]);
    }
  });

  it('writes nothing where nobody said into which namespace, and nothing when there is nothing', () => {
    writeMeasures({ values: { JobsDone: 1 } });
    expect(lines).toEqual([]);
    expect(write({ values: {} })).toEqual([]);
  });
});

describe('readGauges', () => {
  let server: JobTableServer;
  let deps: GaugeDeps;
  beforeAll(async () => {
    server = await startJobTableServer();
    const { table, jobs } = server;
    deps = { table, jobs, limits: { perMonth: 100 }, now: () => new Date(secondsIn(7200)) };
  });
  afterAll(() => server.stop());

  it('says nothing of what there is nothing of', async () => {
    expect(await readGauges(deps)).toEqual({ values: {} });
  });

  it('tells the oldest waits, what is lost and what expires, and the credits of the month', async () => {
    const { documents, tableName: TableName } = server.table;
    const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item }));
    await put({ ...jobKeys.budget('2026-08'), reserved: 10, charged: 25, committed: 35 });
    const stem = { stem: 'a', key: 'k', contentType: 'c', url: 'https://upstream/a' };
    const result: Step['result'] = { kind: 'done', stems: [stem] };
    for (const step of [
      (job: Job) => queuedStep(job, { queuedAt: secondsIn(600) }),
      (job: Job) => queuedStep(job, { queuedAt: secondsIn(6000) }),
      (job: Job) => waitingStep(job, { createdAt: secondsIn(1200) }),
      (job: Job) => waitingStep(job, { state: 'creating', work: 'look-up', dueAt: secondsIn(7230) }),
      // On its way: not lost before its run is surely dead.
      (job: Job) => waitingStep(job, { state: 'creating', work: 'look-up', dueAt: secondsIn(7261) }),
      (job: Job) =>
        waitingStep(job, { state: 'copying', work: undefined, result, resultAt: secondsIn(3600) }),
    ]) {
      await server.jobs.create(wholeJob(step));
    }
    expect(await readGauges(deps)).toEqual({
      values: {
        QueuedSteps: 2,
        WaitingSteps: 1,
        LostRequests: 1,
        OldestQueuedSeconds: 6600,
        OldestWaitingSeconds: 6000,
        HoursToExpiry: 71,
        CreditsCharged: 25,
        CreditsLeft: 65,
      },
    });
  });

  it('looks into a bounded number of jobs, the oldest first', async () => {
    for (let number = 0; number < 30; number++) {
      await server.jobs.create(
        wholeJob((job) => queuedStep(job, { queuedAt: number < 25 ? secondsIn(7000) : secondsIn(0) }), {
          submittedAt: new Date(START.getTime() - 60_000 + number).toISOString(),
        }),
      );
    }
    expect((await readGauges(deps)).values).toMatchObject({ OldestQueuedSeconds: 200, QueuedSteps: 32 });
  });
});
