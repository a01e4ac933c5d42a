import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { functionArn, openBench, type TestFunction } from '../local/step-functions/step-functions-bench.ts';
import { appWith, definitionsOf, templateOf } from './synthesize.ts';

const FUNCTION = /"Functions(PrepareSeparation|SeparateChunk|WriteStem|FinishSeparation|\w+?)[0-9A-F]{8}"/g;

const CHUNKS = [0, 1, 2, 3].map((index) => ({ hash: 'song', index }));
const STEMS = ['drums', 'other'].map((stem) => ({ hash: 'song', stem }));

/** What Lambda says of a process that was killed, and AWS of a bucket that is overloaded. */
const PASSING = ['Runtime.ExitError', 'SlowDown'] as const;

let definition: object;
beforeAll(() => {
  const machines = definitionsOf(templateOf(appWith({ upstream: 'engine' }), 'Engine')).map((machine) =>
    JSON.stringify(machine),
  );
  const text = machines.find((machine) => machine.includes('"Separate chunks"')) ?? '';
  const named = text.replaceAll(FUNCTION, (_, name: string) => JSON.stringify(functionArn(name)));
  definition = z.record(z.string(), z.unknown()).parse(JSON.parse(named));
});

/** Runs the workflow as it is deployed; some calls of functions fail the first time, by their function and event. */
async function run(failing: Readonly<Record<string, string>>, times = 1) {
  const calls: string[] = [];
  const called = (name: string, answer: unknown): [string, TestFunction] => [
    name,
    ({ index, stem }) => {
      const call = [name, index ?? stem ?? ''].join(' ').trim();
      calls.push(call);
      const error = failing[call];
      if (error === undefined || calls.filter((one) => one === call).length > times) return answer;
      throw Object.assign(new Error('for once'), { name: error });
    },
  ];
  const functions = Object.fromEntries([
    called('PrepareSeparation', { hash: 'song', chunks: CHUNKS, stems: STEMS }),
    called('SeparateChunk', null),
    called('WriteStem', { label: 'Drums', fileName: 'drums.wav', bytes: 1 }),
    called('FinishSeparation', { hash: 'song' }),
    called('FailSeparation', { hash: 'song' }),
    called('PostWebhook', null),
  ]);
  const bench = await openBench({ definition, functions });
  try {
    const { status } = await bench.run({ hash: 'song' });
    return { status, calls: calls.toSorted() };
  } finally {
    await bench.close();
  }
}

const UNDISTURBED = [
  'FinishSeparation',
  'PostWebhook',
  'PrepareSeparation',
  ...CHUNKS.map(({ index }) => `SeparateChunk ${index}`),
  ...STEMS.map(({ stem }) => `WriteStem ${stem}`),
];

describe.concurrent('the workflow of a song', () => {
  it.each(PASSING)('runs a chunk alone again that failed by %s: the others are not', async (error) => {
    const { status, calls } = await run({ 'SeparateChunk 2': error });
    expect(status).toBe('SUCCEEDED');
    expect(calls).toEqual([...UNDISTURBED, 'SeparateChunk 2'].toSorted());
  });

  it('writes a stem alone again that failed, and separates nothing for it', async () => {
    const { calls } = await run({ 'WriteStem other': 'SlowDown' });
    expect(calls).toEqual([...UNDISTURBED, 'WriteStem other'].toSorted());
  });

  it('gives a chunk up at once that can never be separated, writes no stem, and tells', async () => {
    const { calls } = await run({ 'SeparateChunk 2': 'ModelGone' });
    expect(calls.filter((call) => call === 'SeparateChunk 2')).toHaveLength(1);
    expect(calls).toEqual(expect.arrayContaining(['FailSeparation', 'PostWebhook']));
    expect(calls.some((call) => /WriteStem|FinishSeparation/.test(call))).toBe(false);
  });
});
