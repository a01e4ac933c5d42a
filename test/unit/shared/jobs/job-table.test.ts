import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import { createJobTable } from '../../../../shared/jobs/job-table.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { DRUMS, queuedStep, runningJob, START, sampleStep } from './sample-job.ts';
import { putStep } from './waiting-world.ts';

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

/** The same table through a connection that loses the answer of the next write, which the SDK then repeats. */
function losingAnswers(losses: number) {
  let left = losses;
  const documents = DynamoDBDocumentClient.from(server.connect(), {
    marshallOptions: { removeUndefinedValues: true },
  });
  documents.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (left === 0) return answer;
      left -= 1;
      // What the SDK's own retry does after a broken connection: the same bytes once more.
      return next(args);
    },
    { step: 'finalizeRequest', name: 'loseAnswers', priority: 'high' },
  );
  return createJobTable({ documents, tableName: server.table.tableName });
}

const MARK = { state: 'creating', creatingAt: START.toISOString() } as const;
const UNMARKED = { state: ['queued'], absent: ['creatingAt'] } as const;

describe('a change whose answer is lost, so that the SDK sends it again', () => {
  it('is recognized as made, although its own condition no longer holds', async () => {
    const step = await putStep(server, {}, queuedStep);
    const changed = await losingAnswers(1).changeStep(step, { at: START, set: MARK, when: UNMARKED });
    expect(changed).toMatchObject({ jobId: step.jobId, step: DRUMS, state: 'creating' });
  });

  it('is still refused when another one made it', async () => {
    const step = await putStep(server, {}, queuedStep);
    const change = { at: START, set: MARK, when: UNMARKED };
    expect(await server.jobs.changeStep(step, change)).toBeDefined();
    expect(await server.jobs.changeStep(step, change)).toBeUndefined();
  });
});

describe('the records of a job', () => {
  it('are written once and read together, the steps in their order', async () => {
    const job = runningJob();
    const names = ['b', 'a', 'c'].map((name) => stepName.parse(name));
    const steps = names.map((step, index) => sampleStep(job, { step, index }));
    expect(await server.jobs.create({ job, steps: steps.toReversed() })).toBe(true);
    expect(await server.jobs.create({ job: { ...job, state: 'failed' }, steps })).toBe(false);
    const whole = await server.jobs.getWhole(job.jobId);
    expect(whole.job).toMatchObject({ jobId: job.jobId, state: 'running' });
    expect(whole.steps.map(({ step }) => step)).toEqual(names);
  });

  it('are unknown when there are none', async () => {
    const unknown = jobId.parse('unknown');
    expect(await server.jobs.find(unknown)).toBeUndefined();
    expect(await server.jobs.findStep({ jobId: unknown, step: DRUMS })).toBeUndefined();
    for (const read of [
      () => server.jobs.get(unknown),
      () => server.jobs.getWhole(unknown),
      () => server.jobs.getStep({ jobId: unknown, step: DRUMS }),
    ]) {
      await expect(read()).rejects.toMatchObject({ name: 'UnknownJob' });
    }
  });

  it('are not made by a change', async () => {
    const unknown = jobId.parse('unknown');
    const change = { at: START, set: { updatedAt: START.toISOString() } };
    expect(await server.jobs.change(unknown, change)).toBeUndefined();
    expect(await server.jobs.changeStep({ jobId: unknown, step: DRUMS }, change)).toBeUndefined();
    expect(await server.jobs.find(unknown)).toBeUndefined();
  });
});

describe('what is due', () => {
  it('is found by its work, the longest due first, jobs and steps alike, and nothing that is due later', async () => {
    const at = (seconds: number) => new Date(START.getTime() + seconds * 1000).toISOString();
    const { jobId: late, step } = await putStep(server, { work: 'settle', dueAt: at(2) });
    const { jobId: early } = await putStep(server, { work: 'settle', dueAt: at(1) });
    await putStep(server, { work: 'settle', dueAt: at(4) });
    const job = runningJob({ work: 'settle', dueAt: at(3) });
    await server.jobs.create({ job, steps: [] });
    expect(await server.jobs.due('settle', new Date(at(3)), 10)).toEqual([
      { jobId: early, step, dueAt: at(1) },
      { jobId: late, step, dueAt: at(2) },
      { jobId: job.jobId, dueAt: at(3) },
    ]);
    expect(await server.jobs.due('settle', new Date(at(3)), 2)).toHaveLength(2);
    expect(await server.jobs.due('budget', new Date(at(3)), 10)).toEqual([]);
  });
});

describe('a line of history', () => {
  it('can be written and read wherever a long one is cut', async () => {
    const step = await putStep(server);
    const detail = `x${'🎸'.repeat(300)}`;
    const changed = await server.jobs.changeStep(step, { at: START, event: { what: 'long', detail } });
    expect(changed?.events.at(-1)?.detail?.slice(0, 499)).toBe(detail.slice(0, 499));
    expect((await server.jobs.getStep(step)).events.at(-1)?.detail?.isWellFormed()).toBe(true);
  });
});
