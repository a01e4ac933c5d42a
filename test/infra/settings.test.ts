import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readSettings, settingsSchema } from '../../infra/settings.ts';
import { UnusableSettings } from '../../infra/unusable-settings.ts';
import { appWith } from './synthesize.ts';

interface Case {
  readonly wrong: readonly unknown[];
  readonly right: readonly unknown[];
  /** What else has to be set for the right ones to be right. */
  readonly with?: Readonly<Record<string, unknown>>;
}

const whole = (least: number, most: number): Case => ({
  wrong: [least - 1, most + 1, least + 0.5, String(least), null],
  right: [least, most],
});
const yesOrNo: Case = { wrong: ['true', 1, null], right: [true, false] };
const mailAddress: Case = { wrong: ['me', 'me@', '', 7], right: ['me@example.com'] };
const manyDays = whole(1, Number.MAX_SAFE_INTEGER);

/** Every setting by its path, wrong and right. */
const CASES: Readonly<Record<string, Case>> = {
  name: { wrong: ['My Songs', '1st', '', 'a'.repeat(32), 5], right: ['m', 'a-2', 'a'.repeat(31)] },
  upstream: {
    wrong: ['http://mvsep.com', 'mvsep.com', 'ftp://mvsep.com', '', 'Engine', 1],
    right: ['engine', 'https://mvsep.com', 'https://separate.example.com:8443'],
  },
  'separation.separationType': { wrong: [-1, 1.5, '40', 99_999, null], right: [40, 44] },
  'separation.options': {
    wrong: [{ add_opt9: '1' }, { add_opt1: 29 }, { add_opt1: '99999' }, 'add_opt1=29', []],
    right: [{}, { add_opt1: '29' }],
    with: { separation: { separationType: 40 } },
  },
  'separation.outputFormat': { ...whole(0, 5), with: { separation: { separationType: 40 } } },
  recipe: { wrong: ['Drum Kit', '', 'a'.repeat(41), 5], right: ['vocals', 'a-2'] },
  audioHandoff: { wrong: ['post', '', true], right: ['link', 'upload'] },
  webhooks: { wrong: ['yes', true, ''], right: ['job', 'account', 'none'] },
  requestsPerMinute: whole(6, 100_000),
  separationsAtOnce: { wrong: [0, 1001, 1.5, '5', 'all'], right: ['plan', 1, 1000] },
  separationTimeoutHours: whole(1, 240),
  queueTimeoutDays: whole(1, 300),
  creditsPerMonth: { wrong: [0, -5, 1.5, '100', null], right: [1, 100_000] },
  creditsPerJob: { wrong: [0, -5, 1.5, '100', null], right: [1, 100_000] },
  resultCacheDays: whole(0, 3650),
  payForMirrors: yesOrNo,
  'notifications.mail': mailAddress,
  'notifications.webhookUrl': {
    wrong: ['http://example.com/hook', 'example.com', '', 5],
    right: ['https://example.com/hook?key=1'],
  },
  'api.requestsPerMinute': whole(10, 100_000),
  'api.uploadMegabytes': whole(1, 5000),
  'api.origins': {
    wrong: [
      'https://studio.example.com',
      ['studio.example.com'],
      ['ftp://studio.example.com'],
      [5],
      ['https://studio.example.com/'],
      ['https://studio.example.com/app'],
      ['*'],
    ],
    right: [[], ['https://studio.example.com', 'http://localhost:5173']],
  },
  'syncs.leaderboardHours': whole(0, 168),
  'syncs.catalogueHours': whole(0, 168),
  handoffRetentionDays: manyDays,
  logRetentionDays: { wrong: [0, 31, '30', null], right: [1, 30, 365] },
  'engine.chunkSeconds': whole(5, 120),
  'engine.parallelChunks': whole(1, 40),
  'engine.separationsAtOnce': whole(1, 100),
  'engine.requestsPerMinute': whole(10, 100_000),
  'engine.anonymousSeparations': yesOrNo,
  'engine.mailFrom': mailAddress,
  'engine.substitutes': yesOrNo,
  'engine.approximate': yesOrNo,
  'engine.operatorTypes': { wrong: [40, ['40'], [-1], [1.5]], right: [[], [20, 40]] },
  'engine.modelMegabytes': whole(1769, 10_240),
  'engine.onnxLayerArn': {
    wrong: [1, '', 'onnx', 'arn:aws:lambda:eu-central-1:123456789012:layer:onnx'],
    right: ['arn:aws:lambda:eu-central-1:123456789012:layer:onnx:3'],
  },
  'engine.unlimitedUploads': yesOrNo,
};

const jsonObject = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });

/** Paths of all settings of the schema, options of a separation in one. */
function pathsIn(schema: unknown, path: readonly string[] = []): string[] {
  const { properties } = jsonObject.parse(schema);
  if (properties === undefined || path.at(-1) === 'options') return [path.join('.')];
  return Object.entries(properties).flatMap(([name, inner]) => pathsIn(inner, [...path, name]));
}

/** Settings with one of them set, beside what it cannot be without. */
function settingsWith(path: string, value: unknown, beside: Readonly<Record<string, unknown>> = {}): unknown {
  const [first = '', second] = path.split('.');
  if (second === undefined) return { ...beside, [first]: value };
  const group = z.record(z.string(), z.unknown()).parse(beside[first] ?? {});
  return { ...beside, [first]: { ...group, [second]: value } };
}

/** The path as it stands in the sentence; a separation that does not exist is named as a whole. */
function namedIn(path: string): RegExp {
  const [group = '', setting] = path.split('.');
  return new RegExp(setting === undefined ? `→ at ${group}$` : `→ at ${group}(\\.${setting}|$)`, 'm');
}

describe('every setting', () => {
  it('has a case here, and a line in docs/settings.md', () => {
    const paths = pathsIn(z.toJSONSchema(settingsSchema, { io: 'input' }));
    expect(paths.sort()).toEqual(Object.keys(CASES).sort());
    const page = readFileSync('docs/settings.md', 'utf8');
    expect(paths.filter((path) => !page.includes(`| \`${path}\` |`))).toEqual([]);
  });

  const wrong = Object.entries(CASES).flatMap(([path, { wrong: values, with: beside }]) =>
    values.map((value): [string, unknown, unknown] => [path, value, settingsWith(path, value, beside)]),
  );
  it.each(wrong)('refuses %s %j at synth with a sentence that names it', (path, _, settings) => {
    expect(() => appWith(settings)).toThrow(UnusableSettings);
    expect(() => appWith(settings)).toThrow(namedIn(path));
  });

  const right = Object.entries(CASES).flatMap(([path, { right: values, with: beside }]) =>
    values.map((value): [string, unknown, unknown] => [path, value, settingsWith(path, value, beside)]),
  );
  it.each(right)('accepts %s %j', (_path, _value, settings) => {
    expect(() => readSettings(settings)).not.toThrow();
  });
});

describe('settings', () => {
  it('accepts nothing at all and then talks to mvsep.com', () => {
    expect(readSettings(undefined)).toMatchObject({
      upstream: 'https://mvsep.com',
      separation: { separationType: 40, outputFormat: 1 },
      audioHandoff: 'link',
      webhooks: 'job',
      requestsPerMinute: 60,
      separationsAtOnce: 'plan',
      separationTimeoutHours: 24,
      resultCacheDays: 90,
      payForMirrors: false,
    });
  });

  it('accepts JSON text, as the command line of the CDK gives it', () => {
    expect(readSettings('{"upstream":"engine"}')).toMatchObject({
      upstream: 'engine',
      separation: { separationType: 44, outputFormat: 1 },
    });
  });

  it('accepts options of the default separation', () => {
    const separation = { separationType: 40, options: { add_opt1: '29' }, outputFormat: 2 };
    expect(readSettings({ separation }).separation).toEqual(separation);
  });

  const separation = { separationType: 44 };
  it.each([
    ['a budget that the largest job fits into', { creditsPerMonth: 5, creditsPerJob: 5 }],
    ['a limit for jobs without a budget', { creditsPerJob: 5 }],
    [
      'what the Engine can separate and write',
      { upstream: 'engine', separation: { ...separation, outputFormat: 5 } },
    ],
  ])('accepts %s', (_, settings) => {
    expect(() => readSettings(settings)).not.toThrow();
  });

  it.each([
    ['an unknown setting', { upstraem: 'engine' }, 'upstraem'],
    ['an unknown setting of the Engine', { engine: { chunks: 5 } }, 'chunks'],
    ['an unknown notification', { notifications: { sms: '1' } }, 'sms'],
    ['a separation without its type', { separation: { outputFormat: 1 } }, 'separationType'],
    ['two answers to what an upload gets', { recipe: 'vocals', separation }, 'Give either'],
    ['a job that costs more than the month', { creditsPerMonth: 5, creditsPerJob: 6 }, 'creditsPerMonth'],
    [
      'uploads to the Engine, which takes only small ones',
      { upstream: 'engine', audioHandoff: 'upload' },
      '4.4 MB',
    ],
    [
      'a type that the Engine has no separator for',
      { upstream: 'engine', separation: { separationType: 51 } },
      'The Engine has no separator for type 51. It has ',
    ],
    ['a type that takes no single file', { separation: { separationType: 68 } }, 'separation'],
    ['text that is not JSON', '{upstream}', 'JSON'],
    ['a list', [], 'expected object'],
  ])('refuses %s with a sentence that names it', (_, context, named) => {
    expect(() => readSettings(context)).toThrow(UnusableSettings);
    expect(() => readSettings(context)).toThrow(named);
  });
});
