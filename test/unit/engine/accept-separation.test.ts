import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptSeparation } from '../../../functions/engine/create-separation/accept-separation.ts';
import type { UploadedFile } from '../../../shared/engine/http/call-request.ts';
import { memoryBucket } from './memory-bucket.ts';
import { type OnCall, type SeparationTables, startSeparationTables } from './separation-tables.ts';

let tables: SeparationTables;
beforeAll(async () => {
  tables = await startSeparationTables();
});
afterAll(() => tables.stop());

const TOKEN = 'abcdefghijklmnopqrstuvwxyz0123';
const NOW = new Date('2026-08-12T12:00:00.000Z');

async function engine(onCall?: OnCall) {
  const { s3, objects } = memoryBucket();
  const table = await tables.empty();
  const { items } = table;
  const workflow = mockClient(SFNClient);
  workflow.on(StartExecutionCommand).resolves({});
  const deps = {
    s3,
    stepFunctions: new SFNClient({ region: 'us-east-1' }),
    separations: onCall === undefined ? table.separations : table.through(onCall),
    ownerToken: async () => TOKEN,
    bucket: 'bucket',
    workflowArn: 'arn:workflow',
    engineUrl: 'https://engine.example',
    now: () => NOW,
  };
  const create = (fields: Record<string, string>, file?: UploadedFile) =>
    acceptSeparation(deps, {
      fields: { api_token: TOKEN, sep_type: '44', output_format: '1', ...fields },
      files: file === undefined ? {} : { audiofile: file },
    });
  return { create, items, objects, workflow };
}

const song = { name: 'My Söng (1).WAV', bytes: Buffer.from('RIFF') };

describe('acceptSeparation', () => {
  it('stores an uploaded file, writes its record and starts one execution named after its hash', async () => {
    const { create, items, objects, workflow } = await engine();
    const { success, data } = await create(
      { add_opt1: '5', add_opt2: '', webhook_url: 'https://hook.example/x' },
      song,
    );
    expect(success).toBe(true);
    expect(data.hash).toMatch(/^20260812120000-[0-9a-f]{10}-my-s-ng--1-\.wav$/);
    expect(data.link).toBe(`https://engine.example/api/separation/get?hash=${data.hash}`);
    expect(objects.get(`storage/temp/${data.hash}`)).toEqual(song.bytes);
    expect((await items()).get(data.hash)).toEqual({
      kind: 'separation',
      hash: data.hash,
      status: 'waiting',
      createdAt: NOW.toISOString(),
      expiresAt: NOW.getTime() / 1000 + 72 * 3600,
      sepType: 44,
      options: { add_opt1: '5' },
      outputFormat: 1,
      webhookUrl: 'https://hook.example/x',
      inputBytes: 4,
    });
    const calls = workflow.commandCalls(StartExecutionCommand);
    expect(calls.map((call) => call.args[0].input)).toEqual([
      {
        stateMachineArn: 'arn:workflow',
        name: data.hash.replaceAll('.', '_'),
        input: JSON.stringify({ hash: data.hash }),
      },
    ]);
  });

  it('gives a link a short hash and leaves the fetching to the workflow', async () => {
    const { create, items, objects } = await engine();
    const { data } = await create({ url: 'https://songs.example/a.mp3' });
    expect(data.hash).toMatch(/^[A-Za-z0-9]{16}$/);
    expect((await items()).get(data.hash)).toMatchObject({
      kind: 'remote',
      status: 'waiting',
      url: 'https://songs.example/a.mp3',
    });
    expect(objects.size).toBe(0);
  });

  it('ignores options that the type does not know, and unknown fields', async () => {
    const { create, items } = await engine();
    const { data } = await create({ sep_type: '55', add_opt1: '2', add_opt3: 'x', nonsense: 'y' }, song);
    expect((await items()).get(data.hash)).toMatchObject({ options: { add_opt1: '2' } });
  });

  it.each([
    ['a wrong token', { api_token: 'wrong' }, 401, 'invalid token'],
    ['no token', { api_token: '' }, 401, 'invalid token'],
    ['a type that is not a number', { sep_type: 'drums' }, 400, 'Seperation type is not set'],
    ['the default type, which is not served', { sep_type: '' }, 400, '44 (MVSep Drums (drums, other)) or 55'],
    ['another type', { sep_type: '40' }, 400, 'cannot do separation type 40 yet'],
    [
      'the default format, which is not served',
      { output_format: '' },
      400,
      '1 (wav (uncompressed, 16 bit)) or 4',
    ],
    ['an option that is not in the catalogue', { add_opt1: '77' }, 400, 'add_opt1'],
    ['a webhook that is no web address', { webhook_url: 'file:///etc/passwd' }, 400, 'webhook_url'],
    ['a link that is no web address', { url: 'ftp://a/b' }, 400, 'url'],
    ['a link into a drive', { url: 'https://a/b', remote_type: 'mega' }, 400, 'direct'],
    ['no audio at all', {}, 400, 'There is no audio'],
  ])('refuses %s and keeps nothing', async (_, fields, status, message) => {
    const { create, items, objects, workflow } = await engine();
    const error: unknown = await create(fields).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EngineRefusal', status });
    expect(String(error)).toContain(message);
    expect([(await items()).size, objects.size, workflow.calls().length]).toEqual([0, 0, 0]);
  });

  it('refuses an empty file', async () => {
    const { create } = await engine();
    await expect(create({}, { name: 'a.wav', bytes: Buffer.alloc(0) })).rejects.toThrow('empty');
  });

  it('recognizes its own record when the answer to the write is lost and the write repeated, reading nothing', async () => {
    const commands: string[] = [];
    const { create, items, workflow } = await engine(async (command, send) => {
      commands.push(command);
      await send();
      return send();
    });
    const { data } = await create({}, song);
    expect((await items()).get(data.hash)).toMatchObject({ status: 'waiting' });
    expect(workflow.commandCalls(StartExecutionCommand)).toHaveLength(1);
    // The function may put and update, and nothing else.
    expect(commands).toEqual(['PutItemCommand']);
  });

  it('refuses to take the record of another separation for its own', async () => {
    const { separations } = await tables.empty();
    const record = {
      kind: 'remote',
      hash: 'n2AwBjy4KsFZfqqR',
      status: 'waiting',
      url: 'https://a/b',
      createdAt: NOW.toISOString(),
      expiresAt: 1,
      sepType: 44,
      options: {},
      outputFormat: 1,
    } as const;
    expect(await separations.create(record)).toBe(true);
    expect(await separations.create({ ...record, createdAt: '2026-08-12T12:00:00.001Z' })).toBe(false);
    expect(await separations.find(record.hash)).toEqual(record);
  });

  it('leaves nothing waiting that was never started', async () => {
    const { create, items, workflow } = await engine();
    workflow.on(StartExecutionCommand).rejects(new Error('throttled'));
    await expect(create({}, song)).rejects.toThrow('throttled');
    expect([...(await items()).values()]).toMatchObject([{ status: 'failed' }]);
  });
});
