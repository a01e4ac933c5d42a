import { readFileSync } from 'node:fs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { announceJob } from '../../../../shared/jobs/announce-job.ts';
import { describeNews } from '../../../../shared/jobs/describe-news.ts';
import { jobEvent } from '../../../../shared/jobs/job-event.ts';
import type { WholeJob } from '../../../../shared/jobs/job-table.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { keptLog } from './kept-log.ts';
import { runningJob, START, sampleJob, sampleStep, waitingStep, wholeJob } from './sample-job.ts';

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

const eventBridge = new EventBridgeClient();
const bus = mockClient(eventBridge);
beforeEach(() => {
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
});

const failure = { error: 'UnusableAudio', reason: 'No song.', charged: 'no', phase: 'submitted' } as const;
const ended = { endedAt: START.toISOString() };

async function stored(whole: WholeJob) {
  await server.jobs.create(whole);
  const { jobId } = whole.job;
  const deps = {
    jobs: server.jobs,
    eventBridge,
    now: () => START,
    log: keptLog(),
  };
  return { jobId, deps, announce: () => announceJob(deps, jobId) };
}

/** What was put on the bus: kind and detail. */
function told() {
  return bus.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) =>
    (input.Entries ?? []).map(({ Source, DetailType, Detail }) => {
      expect(Source).toBe('mvsep-serverless.pipeline');
      return { kind: DetailType, news: jobEvent.parse(JSON.parse(Detail ?? '')) };
    }),
  );
}

describe('announceJob', () => {
  it.each([
    ['submitted', 'Job Submitted'],
    ['over-budget', 'Job Over Budget'],
    ['done', 'Job Completed'],
    ['partial', 'Job Partly Completed'],
    ['failed', 'Job Failed'],
    ['cancelled', 'Job Cancelled'],
  ] as const)('tells that a job is %s, once', async (state, kind) => {
    const { jobId, announce } = await stored({ job: sampleJob({ state }), steps: [] });
    await announce();
    await announce();
    expect(told()).toMatchObject([{ kind, news: { id: `${jobId} ${state} 1`, jobId, state } }]);
    expect(await server.jobs.get(jobId)).toMatchObject({ announced: `${state} 1` });
  });

  it('tells nothing of a job that runs or was deleted, unless its submission was left untold', async () => {
    await (await stored(wholeJob(waitingStep, { announced: 'submitted 1' }))).announce();
    await (await stored(wholeJob(waitingStep, { announced: 'over-budget 1' }))).announce();
    await (await stored(wholeJob(waitingStep, { state: 'deleted' }))).announce();
    expect(told()).toEqual([]);
    await (await stored(wholeJob(waitingStep))).announce();
    expect(told()).toMatchObject([{ kind: 'Job Submitted' }]);
  });

  it('tells the news of each attempt', async () => {
    const { jobId, deps, announce } = await stored(wholeJob(waitingStep, { state: 'failed' }));
    await announce();
    await deps.jobs.change(jobId, { at: START, set: { state: 'running', attempt: 2 } });
    await announce();
    await deps.jobs.change(jobId, { at: START, set: { state: 'failed' } });
    await announce();
    expect(told().map(({ news }) => news.id)).toEqual([
      `${jobId} failed 1`,
      `${jobId} submitted 2`,
      `${jobId} failed 2`,
    ]);
  });

  it('fails when the bus does not take the event, and tells it when called again', async () => {
    const { jobId, announce } = await stored({ job: sampleJob({ state: 'done' }), steps: [] });
    bus
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'Throttled', ErrorMessage: 'busy' }] })
      .resolves({ FailedEntryCount: 0 });
    await expect(announce()).rejects.toThrow('Throttled');
    expect((await server.jobs.get(jobId)).announced).toBeUndefined();
    await announce();
    expect((await server.jobs.get(jobId)).announced).toBe('done 1');
  });

  it('tells again what was cut off before it was noted, under the same id', async () => {
    const { deps, announce } = await stored({ job: sampleJob({ state: 'done' }), steps: [] });
    const change = vi.spyOn(deps.jobs, 'change').mockRejectedValueOnce(new Error('killed'));
    await expect(announce()).rejects.toThrow('killed');
    change.mockRestore();
    await announce();
    const [first, second] = told();
    expect(second).toEqual(first);
  });

  it('does not overwrite later news with earlier ones', async () => {
    const { jobId, deps } = await stored({ job: sampleJob(), steps: [] });
    bus.on(PutEventsCommand).callsFake(async () => {
      await server.jobs.change(jobId, { at: START, set: { state: 'failed', announced: 'failed 1' } });
      return { FailedEntryCount: 0 };
    });
    await announceJob(deps, jobId);
    expect((await server.jobs.get(jobId)).announced).toBe('failed 1');
  });
});

describe('describeNews', () => {
  it('sums up in one line that needs no escaping in JSON, whatever the song is called', () => {
    const source = { bucket: 'songs', key: 'uploads/"live" \\ 1.wav', etag: 'e1', bytes: 1000 };
    const reason = `The stem "drums"\ncould not be fetched.${'\u{1f941}'.repeat(400)}`;
    const job = sampleJob({
      source,
      state: 'failed',
      failure: { ...failure, reason, at: START.toISOString() },
    });
    const { summary, ...news } = describeNews({ job, steps: [] }, 'failed');
    expect(JSON.stringify(summary)).toBe(`"${summary}"`);
    expect(summary).toMatch(/^uploads\/'live' \/ 1\.wav failed\. The stem 'drums' could not be fetched\./);
    expect(news.source.key).toBe(source.key);
    expect(news.failure?.reason.isWellFormed()).toBe(true);
  });

  it('says what came of the job and of each step, in credits and stems', () => {
    const job = runningJob({
      state: 'partial',
      recipe: 'band',
      ...ended,
      failure: { ...failure, at: START.toISOString() },
    });
    const file = { stem: 'drums', key: 'k', bytes: 5, sha256: 's', etag: 'e', contentType: 'audio/wav' };
    const good = waitingStep(job, {
      state: 'done',
      files: { 0: file },
      credits: { reserved: 0, charged: 3 },
      ...ended,
    });
    const bad = sampleStep(job, {
      step: stepName.parse('other'),
      index: 1,
      state: 'failed',
      credits: { reserved: 2 },
      failure: { ...failure, at: START.toISOString() },
    });
    const news = describeNews({ job, steps: [good, bad] }, 'partial');
    expect(jobEvent.parse(JSON.parse(JSON.stringify(news)))).toMatchObject({
      recipe: 'band',
      stems: 1,
      seconds: 10,
      folder: job.folder,
      credits: { quoted: 1, reserved: 2, charged: 3 },
      failure: { error: 'UnusableAudio' },
      summary: `${job.source.key} is done in part: 1 stems lie under ${job.folder}/. No song.`,
      steps: [
        { state: 'done', stems: 1, cached: false },
        { state: 'failed', stems: 0, failure },
      ].map((step) => ('failure' in step ? { ...step, failure: { error: 'UnusableAudio' } } : step)),
    });
  });

  it('never carries a token, a link or a hash of the service', () => {
    const whole = wholeJob((job) =>
      waitingStep(job, {
        taskToken: 'AQC-token',
        result: {
          kind: 'done',
          stems: [{ stem: 'a', key: 'k', contentType: 'c', url: 'https://upstream/link?sig=1' }],
        },
      }),
    );
    const text = JSON.stringify(describeNews(whole, 'done'));
    expect(text).not.toMatch(/AQC-token|upstream|n2AwBjy4KsFZfqqR/);
  });

  it('stays below the size of an event however many steps and however long the reasons', () => {
    const long = {
      error: 'E',
      reason: '…'.repeat(5000),
      charged: 'no',
      at: START.toISOString(),
      phase: 'x',
    } as const;
    const job = runningJob({ failure: long });
    const steps = Array.from({ length: 200 }, (_, index) => sampleStep(job, { index, failure: long }));
    const news = describeNews({ job, steps }, 'failed');
    expect(Buffer.byteLength(JSON.stringify(news))).toBeLessThan(256 * 1024);
    expect(news.steps.length + (news.stepsLeftOut ?? 0)).toBe(200);
  });
});

describe('the event in docs/operation.md', () => {
  const example = /```json\n(\{\n.*?)```/s.exec(readFileSync('docs/operation.md', 'utf8'))?.[1] ?? '';

  it('is an event as the Pipeline tells it, with no field that there is not', () => {
    const news: unknown = JSON.parse(example);
    expect(jobEvent.parse(news)).toEqual(news);
  });
});
