import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { acceptSeparation } from '../../../functions/engine/create-separation/accept-separation.ts';
import type { Form } from '../../../functions/engine/create-separation/parse-form.ts';
import { memoryBucket } from './memory-bucket.ts';
import { memoryTable } from './memory-table.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz0123';
const NOW = new Date('2026-08-12T12:00:00.000Z');

function engine() {
  const { s3, objects } = memoryBucket();
  const { separations, items } = memoryTable();
  const workflow = mockClient(SFNClient);
  workflow.on(StartExecutionCommand).resolves({});
  const deps = {
    s3,
    stepFunctions: new SFNClient({ region: 'us-east-1' }),
    separations,
    ownerToken: async () => TOKEN,
    bucket: 'bucket',
    workflowArn: 'arn:workflow',
    engineUrl: 'https://engine.example',
    now: () => NOW,
  };
  const create = (fields: Record<string, string>, file?: Form['file']) =>
    acceptSeparation(deps, {
      fields: { api_token: TOKEN, sep_type: '44', output_format: '1', ...fields },
      file,
    });
  return { create, items, objects, workflow };
}

const song = { name: 'My Söng (1).WAV', bytes: Buffer.from('RIFF') };

describe('acceptSeparation', () => {
  it('stores an uploaded file, writes its record and starts one execution named after its hash', async () => {
    const { create, items, objects, workflow } = engine();
    const { success, data } = await create(
      { add_opt1: '5', add_opt2: '', webhook_url: 'https://hook.example/x' },
      song,
    );
    expect(success).toBe(true);
    expect(data.hash).toMatch(/^20260812120000-[0-9a-f]{10}-my-s-ng--1-\.wav$/);
    expect(data.link).toBe(`https://engine.example/api/separation/get?hash=${data.hash}`);
    expect(objects.get(`storage/temp/${data.hash}`)).toEqual(song.bytes);
    expect(items.get(data.hash)).toEqual({
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
    const { create, items, objects } = engine();
    const { data } = await create({ url: 'https://songs.example/a.mp3' });
    expect(data.hash).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(items.get(data.hash)).toMatchObject({
      kind: 'remote',
      status: 'waiting',
      url: 'https://songs.example/a.mp3',
    });
    expect(objects.size).toBe(0);
  });

  it('ignores options that the type does not know, and unknown fields', async () => {
    const { create, items } = engine();
    const { data } = await create({ sep_type: '55', add_opt1: '2', add_opt3: 'x', nonsense: 'y' }, song);
    expect(items.get(data.hash)).toMatchObject({ options: { add_opt1: '2' } });
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
    const { create, items, objects, workflow } = engine();
    const error: unknown = await create(fields).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EngineRefusal', status });
    expect(String(error)).toContain(message);
    expect([items.size, objects.size, workflow.calls().length]).toEqual([0, 0, 0]);
  });

  it('refuses an empty file', async () => {
    const { create } = engine();
    await expect(create({}, { name: 'a.wav', bytes: Buffer.alloc(0) })).rejects.toThrow('empty');
  });

  it('leaves nothing waiting that was never started', async () => {
    const { create, items, workflow } = engine();
    workflow.on(StartExecutionCommand).rejects(new Error('throttled'));
    await expect(create({}, song)).rejects.toThrow('throttled');
    expect([...items.values()]).toMatchObject([{ status: 'failed' }]);
  });
});
