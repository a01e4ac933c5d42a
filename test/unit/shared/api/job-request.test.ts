import { describe, expect, it } from 'vitest';
import { readJobWish } from '../../../../shared/api/jobs/read-job-wish.ts';
import { createJobs } from '../../../../shared/api/operations/create-jobs.ts';
import { createQuote } from '../../../../shared/api/operations/create-quote.ts';

const source = { key: 'incoming/ada/1/song.wav' };
const options = { add_opt1: '0', add_opt2: '1', add_opt3: '0', add_opt4: '0' };
const separation = (index: number) => ({
  name: `step-${index}`,
  type: 'bs-roformer',
  options,
  maxCreditsPerMinute: 2,
  outputFormat: 1,
  of: 'vocals',
  // biome-ignore lint/suspicious/noThenProperty: the word of the document; a list is no promise.
  then: [],
});
const twenty = { separations: Array.from({ length: 20 }, (_, index) => separation(index)) };

const messages = (job: object) =>
  createJobs.body.safeParse({ jobs: [{ source, ...job }] }).error?.issues.map(({ message }) => message);

describe('what a request says of a song', () => {
  it('may be as much as the largest recipe, with everything in it', () => {
    expect(messages({ recipe: twenty })).toBeUndefined();
    expect(messages({ separation: separation(1) })).toBeUndefined();
    expect(createQuote.body.safeParse({ seconds: 60, recipe: twenty }).success).toBe(true);
  });

  it.each([
    ['values in a list', { recipe: { separations: Array.from({ length: 500_000 }, () => 0) } }],
    [
      'lists in a list',
      { recipe: { separations: Array.from({ length: 2 }, () => Array.from({ length: 250_000 }, () => [])) } },
    ],
    [
      'keys of a separation',
      {
        separation: {
          type: 40,
          ...Object.fromEntries(Array.from({ length: 60_000 }, (_, key) => [`key ${key}`, 0])),
        },
      },
    ],
  ])('is refused at once where it is more than anybody could mean: %s', (_what, job) => {
    expect(messages(job)).toEqual(['write less: no recipe needs so many values']);
    expect(createQuote.body.safeParse({ seconds: 60, ...job }).success).toBe(false);
  });

  it('is looked through in no time at its largest, whatever is wrong in it', () => {
    const wrong = Object.fromEntries(Array.from({ length: 490 }, (_, key) => [`key ${key}`, 0]));
    const job = { separation: { type: 'bs-roformer', ...wrong } };
    expect(messages(job)).toBeUndefined();
    const read = readJobWish(job, '/jobs/0');
    expect('errors' in read && read.errors.length).toBe(490);
  });
});
