import { Readable } from 'node:stream';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { separate } from '../../../../functions/pipeline/separate/separate.ts';
import { rememberResult } from '../../../../shared/jobs/result-cache.ts';
import { findByHash } from '../../../../shared/jobs/separation-hashes.ts';
import { heldSlots } from '../../../../shared/jobs/slots.ts';
import { signUpload } from '../../../../shared/jobs/webhook-signature.ts';
import { REMOTE_HASH, SEPARATION_HASH, START } from '../../shared/jobs/sample-job.ts';
import { cut, html, json } from '../../shared/mvsep/scripted-server.ts';
import { CREATED, useHandingOver } from './use-handing-over.ts';

const given = useHandingOver();
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000).toISOString();
const WAIT = { taskToken: 'token 1', startedAt: START };
const BUSY = json({ success: false, errors: ['You already have unprocessed file in queue.'] }, 400);

describe('handing a step over', () => {
  it('by link: a copy named after the upload, a signed link, and the webhook address of this attempt only', async () => {
    const { deps, log } = given.world();
    const step = await given.put({ input: { key: 'uploads/Ä b+c/🎸 100%.WAV', etag: 'e1', bytes: 9 } });
    given.mvsep.answer(CREATED);
    await separate(deps, step, WAIT);

    const copy = given.s3Calls.commandCalls(CopyObjectCommand)[0]?.args[0].input;
    expect(copy).toMatchObject({
      Bucket: 'songs',
      CopySource: 'songs/uploads/%C3%84%20b%2Bc/%F0%9F%8E%B8%20100%25.WAV',
      CopySourceIfMatch: '"e1"',
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      ContentType: 'application/octet-stream',
    });
    expect(copy?.Key).toMatch(new RegExp(`^handoff/[0-9a-f-]{36}/${step.jobId}s0n1\\.wav$`));
    const link = new URL(given.form().get('url') ?? '');
    expect(link.pathname).toBe(`/${copy?.Key}`);
    expect(link.searchParams.get('X-Amz-Expires')).toBe('43200');
    expect(given.form().get('webhook_url')).toBe(
      `https://api.test/webhooks/mvsep/${step.jobId}/${step.step}/${signUpload(`${step.jobId}s0n1`, 'secret')}`,
    );
    expect(await given.jobs.getStep(step)).toMatchObject({
      state: 'waiting',
      remoteHash: REMOTE_HASH,
      upstream: 'mvsep.test',
      creatingAt: START.toISOString(),
      work: 'poll',
      taskToken: 'token 1',
    });
    expect(await findByHash(given.table, REMOTE_HASH)).toMatchObject({ jobId: step.jobId });
    expect(log.lines.join()).not.toMatch(/TheAccountToken|X-Amz-Signature|webhooks|token 1/);
  });

  it('by upload: the audio streams into the form under the name of the upload', async () => {
    const { deps } = given.world({ audioHandoff: 'upload' });
    const step = await given.put({ input: { key: 'stems/a/vocals.flac', etag: 'e', bytes: 9 } });
    given.s3Calls
      .on(GetObjectCommand)
      .callsFake(() => ({ Body: Readable.from([Buffer.from('some'), Buffer.from('audio')]) }));
    given.mvsep.answer(json({ success: true, data: { hash: SEPARATION_HASH } }));
    await separate(deps, step, WAIT);
    const body = given.mvsep.seen[0]?.body.toString() ?? '';
    expect(body).toContain(`filename="${step.jobId}s0n1.flac"`);
    expect(body).toContain('\r\n\r\nsomeaudio\r\n--');
    expect((await given.jobs.getStep(step)).separationHash).toBe(SEPARATION_HASH);
  });

  it('without a webhook address where none is wanted', async () => {
    const { deps } = given.world({ webhookUrl: async () => undefined });
    given.mvsep.answer(CREATED);
    await separate(deps, await given.put(), WAIT);
    expect(given.form().has('webhook_url')).toBe(false);
  });

  it('looks at once when a webhook came before the answer of create', async () => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer((response, request) => {
      void given.jobs
        .changeStep(step, { at: START, set: { hintedAt: START.toISOString() } })
        .then(() => CREATED(response, request));
    });
    await separate(deps, step, WAIT);
    expect((await given.jobs.getStep(step)).dueAt).toBe(START.toISOString());
  });
});

describe('the token of an execution', () => {
  it('is left with a step that is not ready', async () => {
    const { deps } = given.world();
    const step = await given.put({ state: 'blocked' });
    await separate(deps, step, WAIT);
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'blocked', taskToken: 'token 1' });
    expect(given.mvsep.seen).toHaveLength(0);
  });

  it('is replaced by that of a later run, and not by that of an earlier one', async () => {
    const { deps } = given.world();
    const step = await given.put({ state: 'blocked' });
    await separate(deps, step, { taskToken: 'second', startedAt: new Date(later(2)) });
    // Should the clocks differ and this be the later one, the workflow gives it another token.
    const slow = separate(deps, step, { taskToken: 'first', startedAt: START });
    await expect(slow).rejects.toThrow('seems to be later');
    await separate(deps, step, { taskToken: 'second', startedAt: START });
    expect((await given.jobs.getStep(step)).taskToken).toBe('second');
  });

  it('ends the wait at once when the result came first', async () => {
    const { deps, desk } = given.world();
    const result = { kind: 'done' as const, stems: [] };
    const step = await given.put({ state: 'waiting', work: 'poll', result });
    desk.issue('token 1');
    await separate(deps, step, WAIT);
    expect(desk.ended).toMatchObject([{ token: 'token 1', success: true }]);
  });

  it('is refused by a step that ended without a result', async () => {
    const { deps } = given.world();
    const step = await given.put({ state: 'failed' });
    await expect(separate(deps, step, WAIT)).rejects.toMatchObject({ name: 'JobEnded' });
  });
});

describe('a turn', () => {
  it('is needed: without it, news of a turn is ignored', async () => {
    const { deps } = given.world();
    await separate(deps, await given.put());
    expect(given.mvsep.seen).toHaveLength(0);
  });

  it('that was given is used, and one that has ended is not', async () => {
    const { deps, clock } = given.world();
    const step = await given.put({ turnUntil: later(900), dueAt: later(900) });
    given.mvsep.answer(CREATED);
    clock.now = new Date(later(900));
    await separate(deps, step);
    expect(given.mvsep.seen).toHaveLength(0);
    clock.now = new Date(later(899));
    await separate(deps, step);
    expect(given.mvsep.seen).toHaveLength(1);
  });

  it('is not taken before older steps, which get theirs instead', async () => {
    const { deps } = given.world();
    const older = await given.put({ dueAt: later(-60), queuedAt: later(-60) });
    const step = await given.put();
    await separate(deps, step, WAIT);
    expect(given.mvsep.seen).toHaveLength(0);
    const details = given.events
      .commandCalls(PutEventsCommand)
      .flatMap((call) => call.args[0].input.Entries ?? [])
      .map(({ Detail }) => JSON.parse(Detail ?? ''));
    expect(details).toMatchObject([{ jobId: older.jobId }, { jobId: step.jobId }]);
  });

  it('waits for a free slot where the account is limited, and for the budget of requests', async () => {
    const { deps } = given.world({ separationsAtOnce: async () => 1 });
    given.mvsep.answer(CREATED);
    const [first, second] = [await given.put(), await given.put({ dueAt: later(0), queuedAt: later(0) })];
    await separate({ ...deps, pace: { available: async () => false } }, first, WAIT);
    expect(given.mvsep.seen).toHaveLength(0);
    await separate(deps, first, WAIT);
    await separate(deps, second, WAIT);
    expect(given.mvsep.seen).toHaveLength(1);
    expect(await heldSlots(given.table)).toMatchObject([{ number: 1, jobId: first.jobId }]);
    expect(await given.jobs.getStep(second)).toMatchObject({ state: 'queued', work: 'turn' });
  });
});

describe('a separation is requested at most once', () => {
  it('when this is repeated after a success', async () => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer(CREATED);
    await separate(deps, step, WAIT);
    await separate(deps, step, WAIT);
    await separate(deps, step);
    expect(given.mvsep.seen).toHaveLength(1);
  });

  it('when many run at once', async () => {
    const { deps } = given.world();
    const step = await given.put({ turnUntil: later(900), dueAt: later(900) });
    given.mvsep.answer(CREATED);
    await Promise.all(Array.from({ length: 8 }, () => separate(deps, step)));
    expect(given.mvsep.seen).toHaveLength(1);
    expect(given.s3Calls.commandCalls(DeleteObjectCommand)).toHaveLength(
      given.s3Calls.commandCalls(CopyObjectCommand).length - 1,
    );
  });

  it.each([
    ['cut', cut],
    ['500', json({}, 500)],
    ['502 with HTML', html(502)],
  ])('when its answer was lost (%s): then it is looked up', async (_name, answer) => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer(answer);
    await separate(deps, step, WAIT);
    given.mvsep.answer(CREATED);
    await separate(deps, step, WAIT);
    expect(given.mvsep.seen).toHaveLength(1);
    expect(await given.jobs.getStep(step)).toMatchObject({
      state: 'creating',
      work: 'look-up',
      creatingUntil: START.toISOString(),
      dueAt: later(5),
    });
    expect(given.s3Calls.commandCalls(DeleteObjectCommand)).toHaveLength(0);
  });

  it('when writing down its hash failed: it is looked up once this run must be over', async () => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer(CREATED);
    const changeStep: typeof deps.jobs.changeStep = async (ref, change) => {
      if (change.set?.remoteHash) throw new Error('DynamoDB went away');
      return given.jobs.changeStep(ref, change);
    };
    const broken = { ...deps, jobs: { ...deps.jobs, changeStep } };
    await expect(separate(broken, step, WAIT)).rejects.toThrow('went away');
    await separate(deps, step, WAIT);
    expect(given.mvsep.seen).toHaveLength(1);
    expect(await given.jobs.getStep(step)).toMatchObject({ work: 'look-up', dueAt: later(15 * 60) });
  });
});

describe('a refusal that passes', () => {
  it('of a full account lets all wait, longer and longer, and loses no place', async () => {
    const { deps, clock } = given.world();
    const step = await given.put();
    given.mvsep.answer(BUSY);
    for (const [at, requests] of [
      [0, 1],
      [4, 1],
      [5, 2],
      [14, 2],
      [15, 3],
    ] as const) {
      clock.now = new Date(later(at));
      await separate(deps, step, WAIT);
      expect(given.mvsep.seen, `after ${at} s`).toHaveLength(requests);
    }
    expect(await given.jobs.getStep(step)).toMatchObject({
      state: 'queued',
      attempt: 1,
      refusals: 0,
      dueAt: START.toISOString(),
    });
    expect(await heldSlots(given.table)).toEqual([]);
    given.mvsep.answer(CREATED);
    clock.now = new Date(later(60));
    await separate(deps, step, WAIT);
    expect((await given.jobs.getStep(step)).state).toBe('waiting');
  });

  it('with a time to wait is waited out by the step itself', async () => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer(json({}, 429, { 'retry-after': '30' }));
    await separate(deps, step, WAIT);
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'queued', dueAt: later(30), refusals: 0 });
  });

  it('includes secrets that cannot be read, is counted, and ends some day', async () => {
    const token = async () => {
      throw new Error('AccessDenied: secretsmanager:GetSecretValue');
    };
    const { deps, clock } = given.world({ token });
    const step = await given.put();
    await separate(deps, step, WAIT);
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'queued', refusals: 1, dueAt: later(5) });
    await given.jobs.changeStep(step, { at: START, set: { refusals: 59 } });
    clock.now = new Date(later(5));
    await separate(deps, step, WAIT);
    expect((await given.jobs.getStep(step)).result).toMatchObject({ kind: 'failed', charged: 'no' });
    expect(given.mvsep.seen).toHaveLength(0);
  });
});

describe('a refusal that stays', () => {
  it('ends the step with the sentence of the service, uncharged', async () => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer(
      json({ success: false, errors: ['This separation costs 9 credits, and 4 are left.'] }, 400),
    );
    await separate(deps, step, WAIT);
    const { result } = await given.jobs.getStep(step);
    expect(result).toMatchObject({ kind: 'failed', error: 'MvsepRejected', charged: 'no' });
    expect(given.s3Calls.commandCalls(DeleteObjectCommand)).toHaveLength(1);
  });

  it('of audio that was replaced meanwhile ends it before anything is requested', async () => {
    const { deps } = given.world();
    const step = await given.put();
    const error = Object.assign(new Error('x'), { name: 'PreconditionFailed' });
    given.s3Calls.on(CopyObjectCommand).rejects(error);
    await separate(deps, step, WAIT);
    expect((await given.jobs.getStep(step)).result).toMatchObject({ error: 'SourceChanged', charged: 'no' });
    expect(given.mvsep.seen).toHaveLength(0);
  });

  it('of a link sends the bytes, once, as another attempt', async () => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer(json({ success: false, errors: ['The url cannot be downloaded.'] }, 400));
    await separate(deps, step, WAIT);
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'queued', handoff: 'upload', attempt: 2 });
    given.s3Calls.on(GetObjectCommand).callsFake(() => ({ Body: Readable.from([Buffer.alloc(1000)]) }));
    await separate(deps, step, WAIT);
    expect(given.mvsep.seen[1]?.body.toString()).toContain(`filename="${step.jobId}s0n2.wav"`);
    expect((await given.jobs.getStep(step)).result).toMatchObject({ kind: 'failed', charged: 'no' });
  });
});

describe('a step that ended outside', () => {
  it('by a cancellation is not handed over', async () => {
    const { deps } = given.world();
    const step = await given.put({ cancelledAt: START.toISOString() });
    await separate(deps, step, WAIT);
    expect((await given.jobs.getStep(step)).result).toMatchObject({ error: 'JobCancelled', charged: 'no' });
    expect(given.mvsep.seen).toHaveLength(0);
  });

  it('by a cancellation while it was created is cancelled at the service', async () => {
    const { deps } = given.world({ audioHandoff: 'upload' });
    const step = await given.put({ input: { key: 'uploads/a.wav', etag: 'e', bytes: 4 } });
    given.s3Calls.on(GetObjectCommand).callsFake(() => ({ Body: Readable.from([Buffer.from('song')]) }));
    given.mvsep.answer(
      (response, request) => {
        void given.jobs
          .changeStep(step, { at: START, set: { cancelledAt: START.toISOString() } })
          .then(() => json({ success: true, data: { hash: SEPARATION_HASH } })(response, request));
      },
      json({ success: true, message: 'cancelled', data: { message: 'cancelled' } }),
    );
    await separate(deps, step, WAIT);
    expect(given.mvsep.seen[1]?.url).toContain('/separation/cancel');
    expect((await given.jobs.getStep(step)).result).toMatchObject({ error: 'JobCancelled', charged: 'no' });
  });

  it('and by a retry that pays again, the separation that comes too late touches nothing of the newer attempt', async () => {
    const { deps } = given.world({ audioHandoff: 'upload' });
    const step = await given.put({ input: { key: 'uploads/a.wav', etag: 'e', bytes: 4 } });
    given.s3Calls.on(GetObjectCommand).callsFake(() => ({ Body: Readable.from([Buffer.from('song')]) }));
    given.mvsep.answer(
      (response, request) => {
        void given.jobs
          .changeStep(step, {
            at: START,
            set: { state: 'queued', attempt: 2, work: 'turn', dueAt: START.toISOString() },
            remove: ['creatingAt', 'creatingBy', 'creatingUntil'],
          })
          .then(() => json({ success: true, data: { hash: SEPARATION_HASH } })(response, request));
      },
      json({ success: true, message: 'cancelled', data: { message: 'cancelled' } }),
    );
    await separate(deps, step, WAIT);
    expect(given.mvsep.seen[1]?.url).toContain('/separation/cancel');
    const current = await given.jobs.getStep(step);
    expect(current).toMatchObject({ state: 'queued', attempt: 2, work: 'turn' });
    expect([current.separationHash, current.result]).toEqual([undefined, undefined]);
  });

  it('is looked up when the service answers with the hash of another separation', async () => {
    const { deps } = given.world();
    const [step, other] = [await given.put(), await given.put({ state: 'blocked' })];
    given.mvsep.answer(
      json({ success: true, data: { hash: `20260812120000-0123456789-${other.jobId}s0n1.wav` } }),
    );
    await separate({ ...deps, jobs: given.jobs }, step, WAIT);
    const current = await given.jobs.getStep(step);
    expect(current).toMatchObject({ state: 'creating', work: 'look-up' });
    expect(current.separationHash).toBeUndefined();
  });

  it('while it was created still tells what was paid for', async () => {
    const { deps } = given.world();
    const step = await given.put();
    given.mvsep.answer((response, request) => {
      void given.jobs
        .changeStep(step, { at: START, set: { state: 'failed' }, remove: ['work', 'dueAt'] })
        .then(() => CREATED(response, request));
    });
    await separate(deps, step, WAIT);
    expect(await given.jobs.getStep(step)).toMatchObject({
      state: 'failed',
      remoteHash: REMOTE_HASH,
      work: 'settle',
    });
    expect(given.s3Calls.commandCalls(DeleteObjectCommand)).toHaveLength(1);
  });
});

describe('the same audio again', () => {
  const sha256 = 'ab'.repeat(32);
  const input = { key: 'uploads/a.wav', etag: 'e1', bytes: 9, sha256 };
  const stored = {
    stem: 'drums',
    key: 'stems/old/drums.wav',
    bytes: 5,
    sha256: 'cd'.repeat(32),
    contentType: 'audio/wav',
    etag: 'e5',
  };
  const earlier = async () => {
    const done = await given.put({
      input,
      state: 'done',
      upstream: 'mvsep.test',
      files: { 0: stored },
      result: { kind: 'done', stems: [{ stem: 'drums', key: stored.key, contentType: 'audio/wav' }] },
    });
    await given.jobs.changeStep(done, { at: START, remove: ['work', 'dueAt'] });
    await rememberResult(given.table, done, 90, START);
    return done;
  };

  it('takes the stems of the earlier separation and requests nothing', async () => {
    const { deps, desk } = given.world();
    const done = await earlier();
    given.s3Calls.onAnyCommand().resolves({ ContentLength: 5, ETag: '"e5"' });
    const step = await given.put({ input });
    desk.issue('token 1');
    await separate({ ...deps, cache: { s3: deps.s3, bucket: 'songs' } }, step, WAIT);
    expect(given.mvsep.seen).toHaveLength(0);
    expect(await given.jobs.getStep(step)).toMatchObject({
      state: 'copying',
      cachedFrom: { jobId: done.jobId, step: done.step },
      result: {
        kind: 'done',
        stems: [{ key: `${step.folder}/drums.wav`, copyFrom: stored.key, sha256: stored.sha256 }],
      },
    });
  });

  it('is separated when the earlier stems are gone, or nothing is kept', async () => {
    const { deps } = given.world();
    await earlier();
    given.mvsep.answer(CREATED);
    given.s3Calls.on(HeadObjectCommand).rejects(new NotFound({ message: 'gone', $metadata: {} }));
    await separate({ ...deps, cache: { s3: deps.s3, bucket: 'songs' } }, await given.put({ input }), WAIT);
    expect(given.mvsep.seen).toHaveLength(1);
    await separate(deps, await given.put({ input }), WAIT);
    expect(given.mvsep.seen).toHaveLength(2);
  });
});
