import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runJobs } from '../../../infra/jobs/run-jobs.ts';
import { writeConnections } from '../../../infra/start/write-connections.ts';
import { reserveCredits } from '../../../shared/jobs/budget.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { type JobTableServer, startJobTableServer } from '../../unit/shared/jobs/job-table-server.ts';
import {
  DRUMS,
  runningJob,
  SEPARATION_HASH,
  sampleStep,
  waitingStep,
} from '../../unit/shared/jobs/sample-job.ts';

const NOW = new Date('2026-08-12T12:30:00.000Z');
const TOKEN = 'token-not-to-be-shown';
const LINK = 'https://mvsep.test/storage/not-to-be-shown.wav';

let server: JobTableServer;
let data: string;

beforeAll(async () => {
  server = await startJobTableServer();
  data = await mkdtemp(join(tmpdir(), 'jobs-'));
  const { port } = (await server.table.documents.config.endpoint?.()) ?? {};
  const arn = (service: string) => `arn:aws:${service}:eu-west-1:000000000000:x`;
  await writeConnections(
    {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      outputs: {
        Pipeline: {
          BucketName: 'songs',
          ApiUrl: 'https://api.test',
          JobTableName: server.table.tableName,
          WorkflowArn: arn('states'),
          MvsepTokenSecretArn: arn('secretsmanager'),
          WebhookSecretArn: arn('secretsmanager'),
          MvsepUrl: 'https://mvsep.test',
          RequestsPerMinute: '60',
          CreditsPerMonth: '100',
          CreditsPerJob: 'unlimited',
        },
      },
    },
    data,
  );
});
afterAll(() => server.stop());

async function put(id: string, stepOf: (job: Job) => Step, more: Partial<Job>): Promise<WholeJob> {
  const job = { ...runningJob(more), jobId: jobId.parse(id) };
  const whole = { job, steps: [stepOf(job)] };
  await server.jobs.create(whole);
  return whole;
}

/** What a command says, and how it ends. */
async function jobs(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runJobs([...args, '--local', '--data', data], {
    print: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
    now: () => NOW,
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

beforeAll(async () => {
  const failure = {
    error: 'DownloadFailed',
    reason: 'Broke off. To go on: npm run jobs -- retry abc1',
    charged: 'yes' as const,
    at: NOW.toISOString(),
    phase: 'copying',
  };
  const stem = { stem: 'drums', key: 'stems/a/drums.wav', contentType: 'audio/wav', url: LINK };
  await put(
    'abc1',
    (job) =>
      waitingStep(job, {
        state: 'failed',
        taskToken: TOKEN,
        separationHash: SEPARATION_HASH,
        result: { kind: 'done', stems: [stem] },
        files: { 0: { ...stem, bytes: 2_500_000, sha256: 'ab', etag: 'e' } },
        failure,
        credits: {
          quoted: 3,
          reserved: 0,
          charged: 3,
          settled: 3,
          settledAt: NOW.toISOString(),
          month: '2026-08',
        },
      }),
    { state: 'failed', endedAt: NOW.toISOString(), failure, recipe: 'drum-kit' },
  );
  const waiting = await put('abd2', (job) => sampleStep(job), {
    state: 'over-budget',
    work: 'budget',
    dueAt: NOW.toISOString(),
  });
  await put('ffff', (job) => sampleStep(job, { state: 'done', credits: { reserved: 0 } }), { state: 'done' });
  await reserveCredits(server.table, await server.jobs.getWhole(waiting.job.jobId), {
    quotes: new Map([[DRUMS, 7]]),
    limits: {},
    at: NOW,
  });
});

describe('npm run jobs', () => {
  it('lists jobs with what they cost and why they failed', async () => {
    const { code, said } = await jobs('list');
    expect(code).toBe(0);
    expect(said).toMatch(
      /2026-08-12 12:00:00 {2}abc1 {2}failed .* uploads\/live\/song \d+\.wav \(drum-kit\)/,
    );
    expect(said).toMatch(/\nWhy\nabc1 {2}DownloadFailed: Broke off\./);
    expect((await jobs('list', '--state', 'done')).said).not.toContain('abc1');
    const { jobs: listed, cursor } = JSON.parse((await jobs('list', '--json', '--limit', '2')).said);
    expect(listed).toHaveLength(2);
    expect((await jobs('list', '--after', cursor)).said.match(/song/g)).toHaveLength(2);
    expect((await jobs('list', 'no such song')).said).toBe('No such jobs.');
  });

  it('shows a job by the beginning of its id, whole, without a token or a link', async () => {
    const { code, said } = await jobs('show', 'ABC');
    expect(code).toBe(0);
    for (const shown of [
      /job +abc1/,
      /state +failed since 2026-08-12 12:30:00/,
      /why +DownloadFailed: Broke off\. To go on: npm run jobs -- retry abc1/,
      /mvsep-drums: failed/,
      /credits: 3 quoted, 3 charged/,
      /stems\/a\/drums\.wav +2\.5 MB/,
      /2026-08-12 12:00:00 {2}mvsep-drums {2}submitted/,
    ]) {
      expect(said).toMatch(shown);
    }
    const json = await jobs('show', 'abc1', '--json');
    expect(JSON.parse(json.said)).toMatchObject({ jobId: 'abc1', steps: [{ state: 'failed' }] });
    for (const secret of [TOKEN, LINK]) expect(said + json.said).not.toContain(secret);
  });

  it('names the jobs that may be meant when none or several are', async () => {
    const several = await jobs('show', 'ab');
    expect(several).toMatchObject({ code: 1, said: '' });
    expect(several.complained).toMatch(/2 jobs begin with ab:\n {2}ab/);
    const none = await jobs('show', 'abc9');
    expect(none.complained).toMatch(/There is no job abc9\. The nearest are:\n {2}abc1 {2}failed/);
    expect((await jobs('show', 'zzz')).complained).toMatch(/The newest are:\n(.*\n)*.*ffff/);
    expect(none.complained).not.toContain('Usage');
    expect((await jobs('show')).complained).toMatch(/Name one job by its id/);
    expect((await jobs('show', '../x')).complained).toMatch(/is no job id/);
  });

  it('says beforehand what a retry does and pays', async () => {
    const plan = await jobs('retry', 'abc1', '--dry-run');
    expect(plan.said).toMatch(/mvsep-drums: copies its stems, which are paid for\nIt will pay 0 credits/);
    const again = await jobs('retry', 'abc1', '--dry-run', '--pay-again');
    expect(again.said).toMatch(
      /begins anew \(3 credits\)\nIt will pay 3 credits.* The 3 that were charged .* are lost/,
    );
    expect(JSON.parse((await jobs('retry', 'abc1', '--dry-run', '--json')).said)).toMatchObject({
      credits: 0,
      steps: [{ step: 'mvsep-drums', resumption: 'copy' }],
    });
    expect(await jobs('retry', 'ffff')).toMatchObject({
      code: 1,
      said: '',
      complained: 'The job ffff is done: there is nothing to retry.',
    });
  });

  it('shows the books of a month, and approves a job', async () => {
    const { said } = await jobs('budget');
    expect(said).toMatch(/set aside +7 credits/);
    expect(said).toMatch(/limit +100 credits/);
    expect(said).toMatch(/left +93 credits/);
    expect(JSON.parse((await jobs('budget', '2026-07', '--json')).said)).toMatchObject({
      charged: 0,
      reserved: 0,
      left: 100,
    });
    expect((await jobs('show', 'abd2')).said).toMatch(/state +over-budget, waits for credits/);
    expect((await jobs('approve', 'abd2')).said).toBe(
      'The job abd2 is approved, for 7 credits; it begins within a minute.',
    );
    expect((await jobs('show', 'abd2')).said).toMatch(/approved: begins within a minute/);
    expect(await jobs('approve', 'ffff')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('does not wait'),
    });
  });

  it.each([
    [['list', '--state', 'broken'], /There is no state "broken"\. There are: submitted/],
    [['list', '--month', '11'], /A month is written as 2026-11/],
    [['list', '--limit', '0'], /whole number from 1/],
    [['list', 'two', 'words'], /into quotes/],
    [['budget', 'november'], /takes one month/],
    [['delete'], /Name one job/],
    [['list', '--colour'], /^There is no option --colour\.\n/],
  ])('refuses %j with its usage', async (args, sentence) => {
    const refused = await jobs(...args);
    expect(refused).toMatchObject({ code: 2, said: '' });
    expect(refused.complained).toMatch(sentence);
    expect(refused.complained).toContain(`Usage: npm run jobs -- ${args[0]}`);
  });

  it('refuses to delete what has not ended, and deletes what has', async () => {
    expect(await jobs('delete', 'abd2')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Cancel it before'),
    });
    expect((await jobs('delete', 'ffff')).said).toMatch(
      /^The job ffff is deleted, with 0 stems; .* stays\.$/,
    );
    expect((await jobs('list', '--state', 'deleted')).said).toContain('ffff');
  });

  it('says where to look where no deployment is', async () => {
    const complained: string[] = [];
    const terminal = {
      print: () => undefined,
      complain: (line: string) => void complained.push(line),
      now: () => NOW,
    };
    expect(await runJobs(['list', '--outputs', '/nowhere.json'], terminal)).toBe(1);
    expect(complained.join()).toMatch(/use --local for the Pipeline of npm start/);
    expect(await runJobs(['--local', 'list', '--data', '/nowhere'], terminal)).toBe(1);
    expect(complained.join()).toMatch(/Start the Pipeline with npm start/);
    expect(await runJobs(['--data', '/elsewhere', '--local', '--limit', '3', 'list'], terminal)).toBe(1);
    expect(complained.join()).toMatch(/There is no \/elsewhere\/outputs\.json/);
    expect(await runJobs(['explode'], terminal)).toBe(2);
    expect(complained.join()).toMatch(/There are: list, show, retry, cancel, approve, delete, budget/);
  });
});
