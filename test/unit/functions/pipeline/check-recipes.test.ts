import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRecipes } from '../../../../functions/pipeline/check-recipes/check-recipes.ts';
import { type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { START } from '../../shared/jobs/sample-job.ts';

const Bucket = 'audio';
let store: RunningS3;
let s3: S3Client;
beforeAll(async () => {
  store = await startLocalS3();
  s3 = store.client();
});
afterAll(() => store.stop());

/** The report on a document, and the log. */
async function check(body: string | Uint8Array) {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'recipes.json', Body: body }));
  const log = keptLog();
  await checkRecipes({ s3, now: () => START, log }, Bucket);
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key: 'reports/recipes.json' }));
  expect(ContentType).toBe('application/json');
  return { report: JSON.parse((await Body?.transformToString()) ?? ''), log: log.lines.join('\n') };
}

describe('the report on recipes', () => {
  it('names the recipes, and those that stand in for built-in ones', async () => {
    const { report, log } = await check(
      '{"recipes":{"band":{"description":"All","separations":[{"type":63}]},"vocals":{"separations":[{"type":48}]}}}',
    );
    expect(report).toEqual({
      document: 'recipes.json',
      checkedAt: START.toISOString(),
      valid: true,
      recipes: [
        { name: 'band', description: 'All', usable: true, insteadOfBuiltIn: false },
        { name: 'vocals', usable: true, insteadOfBuiltIn: true },
      ],
      problems: [],
    });
    expect(log).toContain('can be used');
  });

  it('tells every problem with its line, here and in the log', async () => {
    const { report, log } = await check('{"recipes":{\n"a":{"separations":[{"type":"x"}]},\n"b":{}}}');
    expect(report).toMatchObject({
      valid: false,
      recipes: [
        { name: 'a', usable: false },
        { name: 'b', usable: false },
      ],
      problems: [
        { line: 2, column: 29, path: 'recipes.a.separations[0].type' },
        { line: 3, column: 5, path: 'recipes.b' },
      ],
    });
    expect(log).toContain('recipes.a.separations[0].type');
  });

  it.each([
    ['too large', ' '.repeat(256 * 1024 + 1), /at most 262144 are read/],
    ['no text', Uint8Array.of(0xff, 0xfe, 0x00), /not text in UTF-8/],
  ])('says of a document that is %s what to do', async (_name, body, message) => {
    const { report } = await check(body);
    expect(report).toMatchObject({ valid: false, recipes: [], problems: [{ line: 1, column: 1 }] });
    expect(report.problems[0].message).toMatch(message);
  });

  it('accepts a document of the largest size, and one with a byte order mark', async () => {
    const largest = `{"recipes":{}}${' '.repeat(256 * 1024 - 14)}`;
    expect((await check(largest)).report.valid).toBe(true);
    expect((await check(`\uFEFF{"recipes":{}}`)).report.valid).toBe(true);
  });

  it('has nothing to say of a document that was deleted meanwhile', async () => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'recipes.json' }));
    await checkRecipes({ s3, now: () => START, log: keptLog() }, Bucket);
  });
});
