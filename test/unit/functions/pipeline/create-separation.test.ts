import { Readable } from 'node:stream';
import { CopyObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSeparation } from '../../../../functions/pipeline/create-separation/create-separation.ts';
import {
  linkHandoff,
  uploadHandoff,
} from '../../../../functions/pipeline/create-separation/hand-off-audio.ts';
import { receiveWebhook } from '../../../../functions/pipeline/receive-webhook/receive-webhook.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { signJob } from '../../../../shared/jobs/webhook-signature.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { inspectedJob, REMOTE_HASH, SEPARATION_HASH, START } from '../../shared/jobs/sample-job.ts';
import { createTokenDesk } from '../../shared/jobs/token-desk.ts';
import {
  cut,
  html,
  json,
  type ScriptedServer,
  startScriptedServer,
} from '../../shared/mvsep/scripted-server.ts';

let jobs: JobTableServer;
let mvsep: ScriptedServer;
const s3 = new S3Client({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKLOCAL', secretAccessKey: 'x' },
});
const s3Calls = mockClient(s3);
beforeAll(async () => {
  [jobs, mvsep] = await Promise.all([startJobTableServer(), startScriptedServer()]);
});
afterAll(async () => {
  jobs.stop();
  await mvsep.stop();
});
beforeEach(() => {
  mvsep.seen.length = 0;
  s3Calls.reset();
  s3Calls.on(CopyObjectCommand).resolves({});
});

const CREATED = json({ success: true, data: { hash: REMOTE_HASH } });

function world(handOff = linkHandoff(s3)) {
  const log = keptLog();
  const token = async () => 'TheAccountToken';
  const deps = {
    jobs: jobs.table,
    client: createMvsepClient({ baseUrl: mvsep.url, token }),
    upstream: 'mvsep.test',
    token,
    webhookUrl: 'https://api.test/webhooks/mvsep',
    webhookSecret: async () => 'webhook secret',
    handOff,
    now: () => START,
    log,
  };
  return { deps, log };
}

async function put(job: Job = inspectedJob()): Promise<Job> {
  expect(await jobs.table.create(job)).toBe(true);
  return job;
}

function form(index = 0): URLSearchParams {
  return new URLSearchParams(mvsep.seen[index]?.body.toString());
}

describe('handing a song over', () => {
  it('by link: a copy named after the job, a signed link, and the webhook address of this job only', async () => {
    const { deps, log } = world();
    const job = await put(
      inspectedJob({ source: { bucket: 'songs', key: 'uploads/Ä b+c/🎸 100%.WAV', etag: 'e1', bytes: 9 } }),
    );
    mvsep.answer(CREATED);
    await createSeparation(deps, job.jobId);

    expect(s3Calls.commandCalls(CopyObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'songs',
      Key: `handoff/${job.jobId}.wav`,
      CopySource: 'songs/uploads/%C3%84%20b%2Bc/%F0%9F%8E%B8%20100%25.WAV',
      CopySourceIfMatch: '"e1"',
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      ContentType: 'application/octet-stream',
    });
    const link = new URL(form().get('url') ?? '');
    expect(link.pathname).toBe(`/handoff/${job.jobId}.wav`);
    expect(link.searchParams.get('X-Amz-Expires')).toBe('43200');
    expect(form().get('webhook_url')).toBe(
      `https://api.test/webhooks/mvsep/${job.jobId}/${signJob(job.jobId, 'webhook secret')}`,
    );
    expect(await jobs.table.get(job.jobId)).toMatchObject({
      state: 'waiting',
      remoteHash: REMOTE_HASH,
      upstream: 'mvsep.test',
      creatingAt: START.toISOString(),
      dueAt: '2026-08-12T12:00:20.000Z',
    });
    expect(log.lines.join()).not.toMatch(/TheAccountToken|X-Amz-Signature|webhooks/);
  });

  it('by upload: the song streams into the form under the name of the job', async () => {
    const { deps } = world(uploadHandoff(s3));
    const job = await put(
      inspectedJob({ source: { bucket: 'songs', key: 'uploads/a.flac', etag: 'e', bytes: 9 } }),
    );
    s3Calls
      .on(GetObjectCommand)
      .callsFake(() => ({ Body: Readable.from([Buffer.from('some'), Buffer.from('audio')]) }));
    mvsep.answer(json({ success: true, data: { hash: SEPARATION_HASH } }));
    await createSeparation(deps, job.jobId);
    const body = mvsep.seen[0]?.body.toString() ?? '';
    expect(body).toContain(`filename="${job.jobId}.flac"`);
    expect(body).toContain('\r\n\r\nsomeaudio\r\n--');
    expect((await jobs.table.get(job.jobId)).separationHash).toBe(SEPARATION_HASH);
  });

  it('is refused when the song was replaced meanwhile; nothing was requested', async () => {
    const { deps } = world();
    const job = await put();
    s3Calls.on(CopyObjectCommand).rejects(Object.assign(new Error('x'), { name: 'PreconditionFailed' }));
    await expect(createSeparation(deps, job.jobId)).rejects.toMatchObject({ name: 'SourceChanged' });
    expect(mvsep.seen).toHaveLength(0);
    expect((await jobs.table.get(job.jobId)).creatingAt).toBeUndefined();
  });
});

describe('a separation is requested at most once', () => {
  it('when the step is repeated after a success', async () => {
    const { deps } = world();
    const job = await put();
    mvsep.answer(CREATED);
    await createSeparation(deps, job.jobId);
    await createSeparation(deps, job.jobId);
    expect(mvsep.seen).toHaveLength(1);
  });

  it('when many run at once', async () => {
    const { deps } = world();
    const job = await put();
    mvsep.answer(CREATED);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => createSeparation(deps, job.jobId)),
    );
    expect(mvsep.seen).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'MvsepAmbiguous' });
    }
  });

  it.each([
    ['cut', cut],
    ['500', json({}, 500)],
    ['502 with HTML', html(502)],
  ])('when its answer was lost (%s), even if the step is repeated', async (_name, answer) => {
    const { deps } = world();
    const job = await put();
    mvsep.answer(answer);
    await expect(createSeparation(deps, job.jobId)).rejects.toMatchObject({
      name: 'MvsepAmbiguous',
      charged: 'maybe',
    });
    mvsep.answer(CREATED);
    await expect(createSeparation(deps, job.jobId)).rejects.toMatchObject({ name: 'MvsepAmbiguous' });
    expect(mvsep.seen).toHaveLength(1);
  });

  it('when writing down its hash failed', async () => {
    const { deps } = world();
    const job = await put();
    mvsep.answer(CREATED);
    const change: typeof deps.jobs.change = async (id, wanted) => {
      if (wanted.set?.remoteHash) throw new Error('DynamoDB went away');
      return jobs.table.change(id, wanted);
    };
    await expect(createSeparation({ ...deps, jobs: { ...deps.jobs, change } }, job.jobId)).rejects.toThrow(
      'went away',
    );
    await expect(createSeparation(deps, job.jobId)).rejects.toMatchObject({ name: 'MvsepAmbiguous' });
    expect(mvsep.seen).toHaveLength(1);
  });
});

describe('a refusal that charged nothing', () => {
  it('lets the step be repeated', async () => {
    const { deps } = world();
    const job = await put();
    mvsep.answer(
      json({ success: false, errors: ['You already have unprocessed file in queue.'] }, 400),
      CREATED,
    );
    await expect(createSeparation(deps, job.jobId)).rejects.toMatchObject({
      name: 'MvsepBusy',
      retryable: true,
    });
    expect(await jobs.table.get(job.jobId)).toMatchObject({ state: 'inspected' });
    await createSeparation(deps, job.jobId);
    expect((await jobs.table.get(job.jobId)).state).toBe('waiting');
  });

  it('includes secrets that cannot be read', async () => {
    const { deps } = world();
    const job = await put();
    const token = async () => {
      throw new Error('AccessDenied: secretsmanager:GetSecretValue');
    };
    await expect(createSeparation({ ...deps, token }, job.jobId)).rejects.toThrow('AccessDenied');
    expect((await jobs.table.get(job.jobId)).creatingAt).toBeUndefined();
  });
});

describe('a job that ended outside', () => {
  it('is not handed over', async () => {
    const { deps } = world();
    const job = await put(inspectedJob({ state: 'failed' }));
    await expect(createSeparation(deps, job.jobId)).rejects.toMatchObject({ name: 'JobEnded' });
    expect(mvsep.seen).toHaveLength(0);
  });

  it('while its separation was created still tells of it', async () => {
    const { deps } = world();
    const job = await put();
    mvsep.answer((response, request) => {
      void jobs.table
        .change(job.jobId, { at: START, set: { state: 'failed' } })
        .then(() => CREATED(response, request));
    });
    await expect(createSeparation(deps, job.jobId)).rejects.toMatchObject({ name: 'JobEnded' });
    expect(await jobs.table.get(job.jobId)).toMatchObject({ state: 'failed', remoteHash: REMOTE_HASH });
  });
});

describe('a webhook that comes before the answer of create', () => {
  it('makes the poller look at once', async () => {
    const { deps, log } = world();
    const job = await put();
    const webhook = { ...deps, stepFunctions: createTokenDesk().client, secret: deps.webhookSecret, log };
    mvsep.answer((response, request) => {
      const call = { jobId: job.jobId, signature: signJob(job.jobId, 'webhook secret'), bodyBytes: 0 };
      void receiveWebhook(webhook, call).then(() => CREATED(response, request));
    });
    await createSeparation(deps, job.jobId);
    expect((await jobs.table.get(job.jobId)).dueAt).toBe(START.toISOString());
  });
});
