import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CreateJobsDeps, createJobs } from '../../../../functions/api/create-jobs/create-jobs.ts';
import { createJobs as operation } from '../../../../shared/api/operations/create-jobs.ts';
import { type Caller, ownerName } from '../../../../shared/callers/caller.ts';
import { ApiProblem } from '../../../../shared/errors/api-problem.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import { createJobTable } from '../../../../shared/jobs/job-table.ts';
import { type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { Killables } from '../pipeline/at-most-once/killable.ts';

const BUCKET = 'audio';
const WORKFLOW = 'arn:aws:states:eu-west-1:1:stateMachine:w';
const KEY = 'incoming/ada/1/song.wav';

const caller = (owner: string, sees: Caller['sees'] = 'own'): Caller => ({
  keyId: 'k',
  owner: ownerName.parse(owner),
  scope: 'write',
  sees,
});
const ADA = caller('ada');

let server: JobTableServer;
let store: RunningS3;
let s3: S3Client;
const stepFunctions = new SFNClient({ region: 'eu-west-1' });
const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
const starts = mockClient(stepFunctions);
const news = mockClient(eventBridge);
/** Executions by their names, with what they were given. */
const executions = new Map<string, string>();

beforeAll(async () => {
  [server, store] = await Promise.all([startJobTableServer(), startLocalS3()]);
  s3 = store.client();
  for (const key of [KEY, 'incoming/bob/1/song.wav', 'uploads/vocals/song.wav']) {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: Buffer.from('song') }));
  }
});
afterAll(async () => {
  server.stop();
  await store.stop();
});
beforeEach(() => {
  executions.clear();
  news.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
  starts.on(StartExecutionCommand).callsFake(({ name, input }) => {
    if (executions.has(name)) throw new ExecutionAlreadyExists({ $metadata: {}, message: 'exists' });
    executions.set(name, input);
    return {};
  });
});

function deps(more: Partial<CreateJobsDeps> = {}): CreateJobsDeps {
  return {
    s3,
    bucket: BUCKET,
    stepFunctions,
    eventBridge,
    jobs: server.jobs,
    workflowArn: WORKFLOW,
    defaults: { separationType: 44, options: { add_opt1: '5' }, outputFormat: 1 },
    chooseBestIn: () => () => Promise.reject(new Error('Nobody asked for the best.')),
    now: () => new Date(),
    log: keptLog(),
    ...more,
  };
}

let keys = 0;
const freshKey = () => `key-${++keys}`;

type Asked = ReturnType<(typeof operation.body)['parse']>;

/** Asks for jobs; a request without a key is one that may be repeated by nobody. */
async function ask(jobs: unknown[], idempotencyKey?: string, who = ADA, own: Partial<CreateJobsDeps> = {}) {
  const body: Asked = operation.body.parse({ jobs });
  const request = { caller: who, body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
  return (await createJobs(deps(own), request)).jobs;
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.catch((failure: unknown) => failure);
  if (error instanceof ApiProblem) return { kind: error.kind, errors: error.errors };
  throw new Error(`That was no problem: ${JSON.stringify(error)}`);
}

const song = { source: { key: KEY } };

describe('a request for jobs', () => {
  it('makes one of what the settings say, of its owner, and starts it', async () => {
    const [job = expect.fail()] = await ask([song]);
    expect(job).toMatchObject({
      state: 'submitted',
      owner: 'ada',
      source: { key: KEY, bytes: 4 },
      steps: [{ separation: { type: 44, options: { add_opt1: '5' }, outputFormat: 1 } }],
    });
    expect(executions.get(job.id)).toBe(JSON.stringify({ jobId: job.id }));
    expect((await server.jobs.get(jobId.parse(job.id))).executionArn).toBeDefined();
  });

  it('makes a new one each time without a key', async () => {
    const [first] = await ask([song]);
    const [second] = await ask([song]);
    expect(first?.id).not.toBe(second?.id);
  });

  it('makes what it asks for: a recipe by name, one of its own, a separation, a format for all stems', async () => {
    const own = {
      separations: [
        { type: 'bs-roformer', outputFormat: 2 },
        { type: 44, name: 'drums' },
      ],
    };
    const jobs = await ask([
      { ...song, recipe: 'four-stem' },
      { ...song, recipe: own, outputFormat: 4 },
      { ...song, recipe: own },
      { ...song, separation: { type: 'bs-roformer', options: { add_opt1: '29' }, outputFormat: 5 } },
      { ...song, outputFormat: 3 },
    ]);
    const made = jobs.map(({ recipe, steps }) => [
      recipe,
      ...steps.map(({ name, separation: { type, outputFormat } }) => `${name} ${type} ${outputFormat}`),
    ]);
    expect(made[0]?.[0]).toBe('four-stem');
    expect(made.slice(1)).toEqual([
      [undefined, 'bs-roformer 40 4', 'drums 44 4'],
      [undefined, 'bs-roformer 40 2', 'drums 44 1'],
      [undefined, 'bs-roformer 40 5'],
      [undefined, 'mvsep-drums 44 3'],
    ]);
  });

  it('follows the recipe of the settings where nobody says anything, and neither folder nor metadata', async () => {
    const jobs = await ask(
      [{ source: { key: 'uploads/vocals/song.wav' } }],
      undefined,
      caller('boss', 'all'),
      {
        defaultRecipe: 'karaoke',
      },
    );
    expect(jobs).toMatchObject([{ recipe: 'karaoke', owner: 'boss' }]);
  });

  it('by link makes one whose song is fetched first, and shows its host alone', async () => {
    const url = 'https://user:pass@music.example/a/My%20Song.wav?token=secret';
    const [named, unnamed, dropped] = await ask([
      { source: { url } },
      { source: { url: 'https://music.example/download?id=secret' } },
      { source: { url: 'https://www.dropbox.com/s/secret/x.flac?dl=0', fileName: 'a/b/Mein Lied.flac' } },
    ]);
    expect(named?.source).toEqual({
      key: `incoming/ada/${named?.id}/My Song.wav`,
      link: { host: 'music.example', service: 'direct' },
    });
    expect(unnamed?.source.key).toBe(`incoming/ada/${unnamed?.id}/song`);
    expect(dropped?.source).toMatchObject({
      key: `incoming/ada/${dropped?.id}/Mein Lied.flac`,
      link: { service: 'dropbox' },
    });
    expect(JSON.stringify([named, unnamed, dropped])).not.toMatch(/secret|pass/);
    expect(executions.get(String(named?.id))).toBe(JSON.stringify({ jobId: named?.id, link: true }));
    const { link } = await server.jobs.get(jobId.parse(named?.id));
    expect(link).toEqual({ url, service: 'direct' });
  });
});

describe('a request that cannot be followed', () => {
  it.each<[string, object, string]>([
    ['a song that is not there', { source: { key: 'incoming/ada/2/song.wav' } }, '/jobs/1/source/key'],
    ['the song of somebody else', { source: { key: 'incoming/bob/1/song.wav' } }, '/jobs/1/source/key'],
    ['a song of the bucket', { source: { key: 'uploads/vocals/song.wav' } }, '/jobs/1/source/key'],
    ['a song outside of all', { source: { key: 'stems/a/vocals.wav' } }, '/jobs/1/source/key'],
    ['a folder', { source: { key: 'incoming/ada/1/' } }, '/jobs/1/source/key'],
    ['a path', { source: { key: 'incoming/ada/../bob/1/song.wav' } }, '/jobs/1/source/key'],
    ['half a character', { source: { key: 'incoming/ada/\ud800' } }, '/jobs/1/source/key'],
    ['a key that is too long', { source: { key: `incoming/ada/${'ü'.repeat(800)}` } }, '/jobs/1/source/key'],
    ['an unknown recipe', { ...song, recipe: 'vocal' }, '/jobs/1/recipe'],
    [
      'an unknown type',
      // biome-ignore lint/suspicious/noThenProperty: the word of the document; a list is no promise.
      { ...song, recipe: { separations: [{ type: 40, then: [{ of: 'vocals', type: 'x/y' }] }] } },
      '/jobs/1/recipe/separations/0/then/0/type',
    ],
    [
      'an unknown word',
      { ...song, recipe: { separations: [{ type: 40, 'a.b/c': 1 }] } },
      '/jobs/1/recipe/separations/0/a.b~1c',
    ],
    [
      'a recipe beside its own',
      { ...song, recipe: { separations: [{ type: 40 }], type: 40 } },
      '/jobs/1/recipe',
    ],
    [
      'a wrong option',
      { ...song, separation: { type: 40, options: { add_opt1: 'x' } } },
      '/jobs/1/separation/options/add_opt1',
    ],
    [
      'a link of another service',
      { source: { url: 'https://a.test/x', service: 'drive' } },
      '/jobs/1/source/url',
    ],
  ])('for %s says where, and makes none', async (_, wrong, pointer) => {
    expect(await problemOf(ask([song, wrong]))).toMatchObject({ kind: 'impossible', errors: [{ pointer }] });
    expect(executions.size).toBe(0);
  });

  it('says everything that is wrong with all of its jobs, in their order', async () => {
    const wrong = { source: { key: 'nothing' }, recipe: { separations: [{ type: 'x' }, { type: 'y' }] } };
    const { errors } = await problemOf(ask([wrong, song, { ...song, recipe: 'x' }]));
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/jobs/0/source/key',
      '/jobs/0/recipe/separations/0/type',
      '/jobs/0/recipe/separations/1/type',
      '/jobs/2/recipe',
    ]);
  });

  it.each<[string, unknown]>([
    ['no jobs', []],
    ['101 jobs', Array.from({ length: 101 }, () => song)],
    ['two wishes', [{ ...song, recipe: 'vocals', separation: { type: 40 } }]],
    ['no source', [{}]],
    ['two sources', [{ source: { key: KEY, url: 'https://a.test/x' } }]],
    ['another scheme', [{ source: { url: 'file:///etc/passwd' } }]],
    ['what nobody knows', [{ ...song, colour: 'red' }]],
    ['a wrong format', [{ ...song, outputFormat: 6 }]],
    [
      'a depth without bottom',
      [{ ...song, recipe: { separations: [JSON.parse(`${'['.repeat(9e4)}${']'.repeat(9e4)}`)] } }],
    ],
  ])('is refused by its shape: %s', (_, jobs) => {
    expect(operation.body.safeParse({ jobs }).success).toBe(false);
  });
});

describe('an idempotency key', () => {
  it('makes the same jobs of the same request, however it is written, and after they were changed', async () => {
    const key = freshKey();
    const first = await ask([song, { ...song, separation: { type: 40, options: {} } }], key);
    const again = await ask([song, { separation: { options: {}, type: 40 }, ...song }], key);
    expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(executions.size).toBe(2);
  });

  it('finds its jobs also when their song is gone', async () => {
    const key = freshKey();
    const source = { key: 'incoming/ada/gone/song.wav' };
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: source.key, Body: Buffer.from('x') }));
    const first = await ask([{ source }], key);
    await store
      .client()
      .send(new PutObjectCommand({ Bucket: BUCKET, Key: source.key, Body: Buffer.from('y') }));
    expect((await ask([{ source }], key))[0]?.id).toBe(first[0]?.id);
  });

  it('is refused with another request, and makes nothing of it', async () => {
    const key = freshKey();
    await ask([song], key);
    for (const other of [[song, song], [{ ...song, outputFormat: 2 }], [{ ...song, recipe: 'vocals' }]]) {
      expect(await problemOf(ask(other, key))).toMatchObject({ kind: 'key-reused' });
    }
    expect(executions.size).toBe(1);
  });

  it('means nothing to another owner', async () => {
    const key = freshKey();
    const [mine] = await ask([song], key);
    const [theirs] = await ask([{ source: { key: 'incoming/bob/1/song.wav' } }], key, caller('bob'));
    expect(theirs?.id).not.toBe(mine?.id);
  });

  it('makes each job once and starts it once, whoever is killed wherever, and however many ask at once', async () => {
    const death = fc.option(
      fc.record({
        atCall: fc.integer({ min: 1, max: 25 }),
        when: fc.constantFrom('before' as const, 'after' as const),
      }),
      { nil: undefined },
    );
    const run = fc.record({ death, isOther: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(run, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        async (runs, choices) => {
          executions.clear();
          const killables = new Killables((count) => (choices.next().value ?? 0) % count);
          const documents = server.connect();
          documents.middlewareStack.add((next) => (args) => killables.call(() => next(args)), {
            step: 'initialize',
          });
          const sfn = new SFNClient({ region: 'eu-west-1' });
          sfn.middlewareStack.add(
            () => async (args) =>
              killables.call(async () => {
                const { name, input } = startInput(args.input);
                if (executions.has(name))
                  throw new ExecutionAlreadyExists({ $metadata: {}, message: 'exists' });
                executions.set(name, input);
                return { response: {}, output: { $metadata: {} } };
              }),
            { step: 'initialize' },
          );
          const own = {
            jobs: createJobTable({ documents, tableName: server.table.tableName }),
            stepFunctions: sfn,
          };
          const key = freshKey();
          const requests = [
            [song, song],
            [song, { ...song, recipe: 'vocals' }],
          ];
          const answers: string[] = [];
          for (const { death: end, isOther } of runs) {
            const work = async () => {
              const jobs = await ask(requests[Number(isOther)] ?? [], key, ADA, own);
              answers.push(jobs.map(({ id, recipe }) => `${id} ${recipe}`).join());
            };
            killables.start(work, end);
          }
          await killables.settle();
          for (const error of killables.errors) expect(error).toMatchObject({ kind: 'key-reused' });
          // Whoever has the key gets all of it done in the end, and the other is refused.
          const last = await Promise.allSettled(requests.map((jobs) => ask(jobs, key, ADA, own)));
          const winners = last.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
          expect(winners).toHaveLength(1);
          const ids = (winners[0] ?? []).map(({ id }) => id);
          expect([...executions.keys()].sort()).toEqual([...ids].sort());
          const answer = (winners[0] ?? []).map(({ id, recipe }) => `${id} ${recipe}`).join();
          expect(new Set([...answers, answer]).size).toBe(1);
        },
      ),
      { numRuns: 12 },
    );
  });
});

function startInput(input: object): { readonly name: string; readonly input: string } {
  if (!('name' in input && 'input' in input)) throw new TypeError('That starts nothing.');
  return { name: String(input.name), input: String(input.input) };
}
