import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptUpload } from '../../../../functions/pipeline/on-upload/accept-upload.ts';
import { uploadEvent } from '../../../../functions/pipeline/on-upload/upload-event.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import type { SubmitSongDeps } from '../../../../shared/jobs/submit-song.ts';
import { type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { chooseNothing } from '../../shared/jobs/choose-nothing.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';

const BUCKET = 'audio';
const WORKFLOW = 'arn:aws:states:eu-west-1:1:stateMachine:w';

let server: JobTableServer;
let store: RunningS3;
let s3: S3Client;
beforeAll(async () => {
  [server, store] = await Promise.all([startJobTableServer(), startLocalS3()]);
  s3 = store.client();
});
afterAll(async () => {
  server.stop();
  await store.stop();
});

const stepFunctions = new SFNClient({ region: 'eu-west-1' });
const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
const starts = mockClient(stepFunctions);
const news = mockClient(eventBridge);
const names = new Set<string>();

beforeEach(async () => {
  starts.reset();
  news.reset();
  names.clear();
  news.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
  acceptStarts();
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'recipes.json' }));
});

/** Step Functions: every name once. */
function acceptStarts() {
  starts.on(StartExecutionCommand).callsFake(({ name }) => {
    if (names.has(name)) throw new ExecutionAlreadyExists({ $metadata: {}, message: 'exists' });
    names.add(name);
    return { executionArn: `arn:aws:states:eu-west-1:1:execution:w:${name}` };
  });
}

let uploads = 0;

/** Puts an object into the bucket and answers the event that S3 tells of it. */
async function put(key: string, body: string, metadata: Record<string, string> = {}) {
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, Metadata: metadata }));
  const told = store.events.findLast(({ detail }) => JSON.stringify(detail).includes(JSON.stringify(key)));
  return uploadEvent.parse(told);
}

function upload(metadata: Record<string, string> = {}, key = `uploads/song ${++uploads}.wav`) {
  return put(key, `song ${key}`, metadata);
}

function accept(event: Awaited<ReturnType<typeof put>>, more: Partial<SubmitSongDeps> = {}) {
  return acceptUpload(
    {
      s3,
      stepFunctions,
      eventBridge,
      jobs: server.jobs,
      workflowArn: WORKFLOW,
      chooseBestIn: () => chooseNothing,
      defaults: { separationType: 44, options: { add_opt1: '5' }, outputFormat: 1 },
      now: () => new Date(),
      log: keptLog(),
      ...more,
    },
    event,
  );
}

/** Jobs of an object, the first first. */
async function jobsOf({ key }: { key: string }): Promise<Job[]> {
  const { Items = [] } = await server.table.documents.send(
    new ScanCommand({ TableName: server.table.tableName }),
  );
  const ids = Items.filter(({ sk, source }) => sk === 'JOB' && source?.key === key);
  const found = await Promise.all(ids.map((item) => server.jobs.get(jobId.parse(item['jobId']))));
  return found.sort((left, right) => (left.submittedAt < right.submittedAt ? -1 : 1));
}

/** The one job of an object, with its steps. */
async function jobOf(event: { key: string }) {
  const found = await jobsOf(event);
  expect(found).toHaveLength(1);
  const [job = expect.fail()] = found;
  return server.jobs.getWhole(job.jobId);
}

const told = () =>
  news
    .commandCalls(PutEventsCommand)
    .flatMap(({ args }) => (args[0].input.Entries ?? []).map(({ DetailType }) => DetailType));

describe('an upload', () => {
  it('becomes a job with its step and an execution named after it, and is told of', async () => {
    const event = await upload({}, 'uploads/live/Ärger 🎸.wav');
    await accept(event);
    const { job, steps } = await jobOf(event);
    expect(job).toMatchObject({
      state: 'submitted',
      source: {
        bucket: BUCKET,
        key: event.key,
        etag: event.etag,
        bytes: Buffer.byteLength(`song ${event.key}`),
      },
      steps: ['mvsep-drums'],
      attempt: 1,
      executionArn: `arn:aws:states:eu-west-1:1:execution:w:${job.jobId}`,
      announced: 'submitted 1',
    });
    expect(job.recipe).toBeUndefined();
    expect(steps).toMatchObject([
      {
        step: 'mvsep-drums',
        index: 0,
        state: 'blocked',
        separation: { type: 44, slug: 'mvsep-drums-opt1-5', options: { add_opt1: '5' }, outputFormat: 1 },
      },
    ]);
    expect(starts.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: WORKFLOW,
      name: job.jobId,
      input: JSON.stringify({ jobId: job.jobId }),
    });
    expect(told()).toEqual(['Job Submitted']);
  });

  it('delivered five times, also at once, starts one execution', async () => {
    const event = await upload();
    await Promise.all([accept(event), accept(event), accept(event)]);
    await accept(event);
    await accept(event);
    expect(names.size).toBe(1);
    await jobOf(event);
  });

  it('chooses the best once, however often it is delivered', async () => {
    const event = await upload({ 'sep-type': 'best:vocals' });
    let chosen = 0;
    const chooseBestIn = () => async () => {
      chosen += 1;
      return {
        separationType: 40,
        options: { add_opt1: chosen === 1 ? '171' : '81' },
        stems: new Map([['vocals', 'vocals']]),
        choice: {
          ...{
            wish: 'best:vocals',
            datasetType: 1,
            stem: 'vocals',
            entryId: 7,
            algorithm: 'A model',
            sdr: 12,
          },
          ...{ creditsPerMinute: 1, boardReadAt: '2026-11-22T03:00:00.000Z', because: 'It is the best.' },
        },
      };
    };
    await accept(event, { chooseBestIn });
    await accept(event, { chooseBestIn });
    expect(chosen).toBe(1);
    expect((await jobOf(event)).steps).toMatchObject([
      { step: 'best-vocals', separation: { options: { add_opt1: '171' } }, choice: { entryId: 7 } },
    ]);
  });

  it('delivered again after a start that failed is started then', async () => {
    const event = await upload();
    starts.on(StartExecutionCommand).rejects(new Error('throttled'));
    await expect(accept(event)).rejects.toThrow('throttled');
    acceptStarts();
    await accept(event);
    expect(names.size).toBe(1);
  });

  it('is started although nobody could be told, and told of later', async () => {
    const event = await upload();
    news.on(PutEventsCommand).rejects(new Error('no bus'));
    await expect(accept(event)).rejects.toThrow('no bus');
    expect(names.size).toBe(1);
    news.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    await accept(event);
    expect((await jobOf(event)).job.announced).toBe('submitted 1');
    expect(names.size).toBe(1);
  });

  it('started by a run that was cut off knows its execution all the same', async () => {
    const event = await upload();
    starts
      .on(StartExecutionCommand)
      .rejects(new ExecutionAlreadyExists({ $metadata: {}, message: 'exists' }));
    await accept(event);
    expect((await jobOf(event)).job.executionArn).toMatch(/execution:w:[a-z0-9]{32}$/);
  });

  it('of other bytes under the same key is another job', async () => {
    await accept(await put('uploads/again.wav', 'a'));
    await accept(await put('uploads/again.wav', 'b'));
    expect(names.size).toBe(2);
  });

  it('gets what its metadata asks for, without the default options of another type', async () => {
    const event = await upload({ 'sep-type': '37', 'add-opt2': '1', 'output-format': '2' });
    await accept(event);
    expect((await jobOf(event)).steps[0]?.separation).toMatchObject({
      type: 37,
      slug: 'drumsep-opt2-1',
      options: { add_opt2: '1' },
      outputFormat: 2,
    });
  });

  it('keeps the default options when only a format is asked for', async () => {
    const event = await upload({ 'output-format': '0', 'add-opt1': '' });
    await accept(event);
    expect((await jobOf(event)).steps[0]?.separation).toMatchObject({
      type: 44,
      options: { add_opt1: '5' },
      outputFormat: 0,
    });
  });

  it('becomes the recipe that its folder names, which stays whatever the recipes become', async () => {
    await put('recipes.json', '{"recipes":{"band":{"separations":[{"type":63},{"type":40}]}}}');
    const event = await upload({}, `uploads/band/${++uploads}/song.wav`);
    await accept(event);
    await put('recipes.json', '{"recipes":{}}');
    await accept(event);
    const { job, steps } = await jobOf(event);
    expect(job).toMatchObject({ recipe: 'band', steps: ['bs-roformer-sw', 'bs-roformer'] });
    expect(steps.map(({ index, separation }) => [index, separation.type])).toEqual([
      [0, 63],
      [1, 40],
    ]);
    expect(names.size).toBe(1);
  });

  it('of a tree has steps that know whose stems they take', async () => {
    const event = await upload({ recipe: 'karaoke' });
    await accept(event);
    const { job, steps } = await jobOf(event);
    expect(job.recipe).toBe('karaoke');
    expect(steps.map(({ step, state, parent }) => [step, state, parent?.step])).toEqual([
      ['voice', 'blocked', undefined],
      ['lead-and-back', 'blocked', 'voice'],
      ['dry-lead', 'blocked', 'lead-and-back'],
    ]);
  });

  it('without a word becomes the recipe of the settings', async () => {
    const event = await upload();
    await accept(event, { defaultRecipe: 'six-stem' });
    expect((await jobOf(event)).job.recipe).toBe('six-stem');
  });
});

describe('a sidecar file', () => {
  it('that lies there says what the song becomes, and its own event, late or not, says nothing more', async () => {
    const key = `uploads/vocals/${++uploads}.wav`;
    const sidecar = await put(`${key}.mvsep.json`, '{"recipe":"dialogue"}');
    await accept(sidecar);
    const event = await upload({ recipe: 'vocals' }, key);
    await accept(event);
    await accept(sidecar);
    const { job } = await jobOf(event);
    expect(job).toMatchObject({ recipe: 'dialogue', sidecarEtag: sidecar.etag });
    expect(job.events.map(({ what }) => what)).toEqual(['submitted']);
  });

  it('with a recipe of its own makes its separations', async () => {
    const key = `uploads/${++uploads}.wav`;
    await put(`${key}.mvsep.json`, '{"outputFormat":2,"separations":[{"type":40},{"type":63}]}');
    const event = await upload({}, key);
    await accept(event);
    const { job, steps } = await jobOf(event);
    expect(job.recipe).toBeUndefined();
    expect(steps.map(({ separation }) => [separation.type, separation.outputFormat])).toEqual([
      [40, 2],
      [63, 2],
    ]);
  });

  it('that comes too late changes nothing and says so once on the record', async () => {
    const event = await upload();
    await accept(event);
    const late = await put(`${event.key}.mvsep.json`, '{"recipe":"dialogue"}');
    await accept(late);
    await accept(late);
    const { job } = await jobOf(event);
    expect(job.recipe).toBeUndefined();
    expect(job.events.map(({ what }) => what)).toEqual(['submitted', 'sidecar file ignored']);
    expect(job.events[1]?.detail).toMatch(/came too late.*Upload it first/);
    for (let version = 0; version < 8; version++) {
      await accept(await put(`${event.key}.mvsep.json`, `{"recipe":"vocals${version}"}`));
    }
    expect((await jobOf(event)).job.events).toHaveLength(6);
  });

  it('that comes before its song, or while the song has no job yet, does nothing', async () => {
    const key = `uploads/${++uploads}.wav`;
    const sidecar = await put(`${key}.mvsep.json`, '{"recipe":"dialogue"}');
    await accept(sidecar);
    const event = await upload({}, key);
    await accept(sidecar);
    expect(await jobsOf(event)).toEqual([]);
    expect(starts.calls()).toHaveLength(0);
  });

  it.each([
    ['broken', '{"recipe"', /mvsep\.json, line 1, column 10: A colon is missing/],
    ['larger than 64 KB', ' '.repeat(70_000), /cannot be read\. It is 70000 bytes large/],
  ])('that is %s fails the song, not charged', async (_name, body, reason) => {
    const key = `uploads/${++uploads}.wav`;
    await put(`${key}.mvsep.json`, body);
    const event = await upload({}, key);
    await accept(event);
    const { job } = await jobOf(event);
    expect(job).toMatchObject({
      state: 'failed',
      steps: [],
      failure: { error: 'WrongRecipe', charged: 'no' },
    });
    expect(job.failure?.reason).toMatch(reason);
    expect(starts.calls()).toHaveLength(0);
  });
});

describe('what is no upload', () => {
  it('a folder is ignored', async () => {
    const event = await put('uploads/new folder/', '');
    await accept(event);
    expect(await jobsOf(event)).toEqual([]);
  });

  it('an object that is gone or replaced is ignored', async () => {
    const gone = await upload();
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: gone.key }));
    await accept(gone);
    expect(await jobsOf(gone)).toEqual([]);
    const replaced = await upload();
    await put(replaced.key, 'a newer mix');
    await accept(replaced);
    expect(await jobsOf(replaced)).toEqual([]);
  });

  it('a missing grant is an error, not a missing object', async () => {
    const event = await upload();
    const s3OfRole = store.client({
      credentials: { accessKeyId: 'AKIAROLE', secretAccessKey: 'role secret' },
    });
    await expect(accept(event, { s3: s3OfRole })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    store.allowed.add(`s3:GetObject arn:aws:s3:::${BUCKET}/${event.key}`);
    await expect(accept(event, { s3: s3OfRole })).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(await jobsOf(event)).toEqual([]);
  });
});

describe('an upload that asks for something impossible', () => {
  it.each([
    [{ 'sep-type': 'drums' }, 'InvalidSeparation', /not a whole number/],
    [{ 'sep-type': '9999' }, 'InvalidSeparation', /no separation type 9999/],
    [{ 'sep-type': '62' }, 'InvalidSeparation', /does not separate a single uploaded file/],
    [
      { 'output-format': '7' },
      'InvalidSeparation',
      /Allowed: 0 mp3.* Nothing was charged: correct the metadata/,
    ],
    [{ 'add-opt4': '1' }, 'InvalidSeparation', /no option add_opt4. Allowed: add_opt1, add_opt2, add_opt3/],
    [{ 'add-opt1': 'x' }, 'InvalidSeparation', /Allowed: 0 HTDemucs/],
    [{ recipe: 'vocls' }, 'WrongRecipe', /Did you mean "vocals"\?/],
  ])(
    '%j becomes a failed job with a reason, is told of, and has no execution',
    async (metadata, error, reason) => {
      const event = await upload(metadata);
      await accept(event);
      await accept(event);
      const { job, steps } = await jobOf(event);
      expect(job).toMatchObject({
        state: 'failed',
        announced: 'failed 1',
        failure: { error, charged: 'no' },
      });
      expect(job.failure?.reason).toMatch(reason);
      expect(steps).toEqual([]);
      expect(starts.calls()).toHaveLength(0);
      expect(told()).toEqual(['Job Failed']);
    },
  );

  it('a key so long that its stems cannot be stored', async () => {
    const event = await upload({}, `uploads/${'ü'.repeat(480)}.wav`);
    await accept(event);
    const { job } = await jobOf(event);
    expect(job.failure).toMatchObject({ error: 'StemsKeyTooLong', charged: 'no' });
    expect(job.failure?.reason).toMatch(/shorter/);
  });

  it('a folder of recipes that cannot be read, and then any folder', async () => {
    await put('recipes.json', '{"recipes": {');
    const event = await upload({}, `uploads/album/${++uploads}.wav`);
    await accept(event);
    expect((await jobOf(event)).job.failure?.reason).toMatch(
      /recipes\.json cannot be read\. recipes\.json, line 1/,
    );
  });

  it('stays refused when its event comes again after the recipes were corrected', async () => {
    await put('recipes.json', '{"recipes":{"band":{"separations":[]}}}');
    const event = await upload({}, `uploads/band/${++uploads}.wav`);
    await accept(event);
    await put('recipes.json', '{"recipes":{"band":{"separations":[{"type":40}]}}}');
    await accept(event);
    expect((await jobOf(event)).job.state).toBe('failed');
    expect(starts.calls()).toHaveLength(0);
  });

  it('uploaded again, byte for byte, after they were corrected, it is a new job', async () => {
    await put('recipes.json', '{"recipes":{"band":{"separations":[]}}}');
    const key = `uploads/band/${++uploads}.wav`;
    const aMinuteAgo = () => new Date(Date.now() - 60_000);
    await accept(await upload({}, key), { now: aMinuteAgo });
    await put('recipes.json', '{"recipes":{"band":{"separations":[{"type":40}]}}}');
    const again = await upload({}, key);
    await accept(again);
    await accept(again);
    expect((await jobsOf({ key })).map(({ state }) => state)).toEqual(['failed', 'submitted']);
    expect(names.size).toBe(1);
  });
});

describe('a song that is uploaded again, byte for byte', () => {
  it.each([
    ['running', 1],
    ['done', 1],
    ['partial', 1],
    ['failed', 2],
    ['cancelled', 2],
    ['deleted', 2],
  ] as const)('after its job is %s has %i jobs', async (state, jobs) => {
    const event = await upload();
    await accept(event);
    const { job } = await jobOf(event);
    const before = new Date(Date.now() - 60_000).toISOString();
    await server.jobs.change(job.jobId, {
      at: new Date(),
      set: { state, submittedAt: before, ...(state === 'running' ? {} : { endedAt: before }) },
    });
    await accept(await upload({}, event.key));
    expect(await jobsOf(event)).toHaveLength(jobs);
    expect(names.size).toBe(jobs);
  });
});
