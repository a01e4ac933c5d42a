import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptUpload } from '../../../../functions/pipeline/on-upload/accept-upload.ts';
import { uploadEvent } from '../../../../functions/pipeline/on-upload/upload-event.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import type { Separation } from '../../../../shared/mvsep/catalogue/separation.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { START } from '../../shared/jobs/sample-job.ts';

let jobs: JobTableServer;
beforeAll(async () => {
  jobs = await startJobTableServer();
});
afterAll(() => jobs.stop());

const s3 = new S3Client({ region: 'eu-west-1' });
const stepFunctions = new SFNClient({ region: 'eu-west-1' });
const heads = mockClient(s3);
const starts = mockClient(stepFunctions);
const names = new Set<string>();

beforeEach(() => {
  heads.reset();
  starts.reset();
  names.clear();
  heads.on(HeadObjectCommand).resolves({ ContentLength: 1000, Metadata: {} });
  acceptStarts();
});

/** Step Functions: every name once. */
function acceptStarts() {
  starts.on(StartExecutionCommand).callsFake(({ name }) => {
    if (names.has(name)) throw new ExecutionAlreadyExists({ $metadata: {}, message: 'exists' });
    names.add(name);
    return { executionArn: `arn:aws:states:eu-west-1:1:execution:w:${name}` };
  });
}

const DEFAULTS: Separation = { separationType: 44, options: { add_opt1: '5' }, outputFormat: 1 };

let uploads = 0;
function upload(key = `uploads/song ${++uploads}.wav`, etag = 'e1') {
  return uploadEvent.parse({
    'detail-type': 'Object Created',
    detail: {
      bucket: { name: 'songs' },
      object: { key, etag, size: 1000, sequencer: '1' },
      reason: 'PutObject',
    },
  });
}

function accept(event: ReturnType<typeof upload>, defaults = DEFAULTS) {
  const deps = {
    s3,
    stepFunctions,
    jobs: jobs.table,
    workflowArn: 'arn:w',
    defaults,
    now: () => START,
    log: keptLog(),
  };
  return acceptUpload(deps, event);
}

/** The record of the upload that was accepted last. */
async function record(event: ReturnType<typeof upload>) {
  const { Items } = await jobs.documents.send(new ScanCommand({ TableName: jobs.tableName }));
  const item = Items?.find(({ source }) => source?.key === event.key);
  return item === undefined ? undefined : jobs.table.get(jobId.parse(item.jobId));
}

describe('an upload', () => {
  it('becomes a job and an execution named after it', async () => {
    const event = upload('uploads/live/Ärger 🎸.wav');
    await accept(event);
    const job = await record(event);
    expect(job).toMatchObject({
      state: 'submitted',
      source: { bucket: 'songs', key: event.key, etag: 'e1', bytes: 1000 },
      separation: { type: 44, slug: 'mvsep-drums-opt1-5', options: { add_opt1: '5' }, outputFormat: 1 },
      executionArn: `arn:aws:states:eu-west-1:1:execution:w:${job?.jobId}`,
    });
    expect(starts.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'arn:w',
      name: job?.jobId,
      input: JSON.stringify({ jobId: job?.jobId }),
    });
    expect(heads.commandCalls(HeadObjectCommand)[0]?.args[0].input.IfMatch).toBe('"e1"');
  });

  it('delivered five times, also at once, starts one execution', async () => {
    const event = upload();
    await Promise.all([accept(event), accept(event), accept(event)]);
    await accept(event);
    await accept(event);
    expect(names.size).toBe(1);
  });

  it('delivered again after a start that failed is started then', async () => {
    const event = upload();
    starts.on(StartExecutionCommand).rejects(new Error('throttled'));
    await expect(accept(event)).rejects.toThrow('throttled');
    acceptStarts();
    await accept(event);
    expect(names.size).toBe(1);
  });

  it('of other bytes under the same key is another job', async () => {
    await accept(upload('uploads/again.wav', 'a'));
    await accept(upload('uploads/again.wav', 'b'));
    expect(names.size).toBe(2);
  });

  it('gets what its metadata asks for, without the default options of another type', async () => {
    const event = upload();
    heads
      .on(HeadObjectCommand)
      .resolves({ Metadata: { 'sep-type': '37', 'add-opt2': '1', 'output-format': '2' } });
    await accept(event);
    expect((await record(event))?.separation).toMatchObject({
      type: 37,
      slug: 'drumsep-opt2-1',
      options: { add_opt2: '1' },
      outputFormat: 2,
    });
  });

  it('keeps the default options when only a format is asked for', async () => {
    const event = upload();
    heads.on(HeadObjectCommand).resolves({ Metadata: { 'output-format': '0', 'add-opt1': '' } });
    await accept(event);
    expect((await record(event))?.separation).toMatchObject({
      type: 44,
      options: { add_opt1: '5' },
      outputFormat: 0,
    });
  });
});

describe('what is no upload', () => {
  it('a folder is ignored', async () => {
    await accept(upload('uploads/new folder/'));
    expect(heads.calls()).toHaveLength(0);
  });

  it.each([404, 412])('an object that is gone or replaced is ignored (HTTP %i)', async (httpStatusCode) => {
    const event = upload();
    heads.on(HeadObjectCommand).rejects(Object.assign(new Error('gone'), { $metadata: { httpStatusCode } }));
    await accept(event);
    expect(await record(event)).toBeUndefined();
  });

  it('a missing grant is an error, not a missing object', async () => {
    heads
      .on(HeadObjectCommand)
      .rejects(Object.assign(new Error('denied'), { $metadata: { httpStatusCode: 403 } }));
    await expect(accept(upload())).rejects.toThrow('denied');
  });
});

describe('an upload that asks for something impossible', () => {
  it.each([
    [{ 'sep-type': 'drums' }, /not a whole number/],
    [{ 'sep-type': '9999' }, /no separation type 9999/],
    [{ 'sep-type': '62' }, /does not separate a single uploaded file/],
    [{ 'output-format': '7' }, /Allowed: 0 mp3/],
    [{ 'add-opt4': '1' }, /no option add_opt4. Allowed: add_opt1, add_opt2, add_opt3/],
    [{ 'add-opt1': 'x' }, /Allowed: 0 HTDemucs/],
  ])('%j becomes a failed job with a reason, and no execution', async (Metadata, reason) => {
    const event = upload();
    heads.on(HeadObjectCommand).resolves({ ContentLength: 1, Metadata });
    await accept(event);
    await accept(event);
    const job = await record(event);
    expect(job).toMatchObject({ state: 'failed', failure: { error: 'InvalidSeparation', charged: 'no' } });
    expect(job?.failure?.reason).toMatch(reason);
    expect(starts.calls()).toHaveLength(0);
  });

  it('a key so long that its stems cannot be stored', async () => {
    const event = upload(`uploads/${'ü'.repeat(500)}.wav`);
    await accept(event);
    const job = await record(event);
    expect(job?.failure).toMatchObject({ error: 'StemsKeyTooLong', charged: 'no' });
    expect(job?.failure?.reason).toMatch(/shorter/);
  });
});
