import { describe, expect, it } from 'vitest';
import { planSteps } from '../../../../shared/jobs/plan-steps.ts';
import { planUpload } from '../../../../shared/jobs/plan-upload.ts';
import type { BestChoice } from '../../../../shared/leaderboards/best-choice.ts';
import { parseRecipes } from '../../../../shared/recipes/parse-recipes.ts';
import { readWish } from '../../../../shared/recipes/read-wish.ts';
import type { BestWish } from '../../../../shared/recipes/recipe.ts';
import { EMPTY_BOOK } from '../../../../shared/recipes/recipe-book.ts';
import { chooseNothing } from '../jobs/choose-nothing.ts';

const DEFAULTS = { separationType: 44, options: {}, outputFormat: 1 };

function problems(...separations: string[]): string[] {
  const book = parseRecipes(`{"recipes":{"mine":{"separations":[${separations.join(',')}]}}}`);
  return book.problems.map(({ line, column, path, message }) => `${line}:${column} ${path} ${message}`);
}

/** Chooses BS Roformer whatever is asked, and remembers what was. */
function chooser() {
  const asked: (readonly [BestWish, readonly string[]])[] = [];
  const choose = async (wish: BestWish, taken: readonly string[]): Promise<BestChoice> => {
    asked.push([wish, taken]);
    return {
      separationType: 40,
      options: { add_opt1: '171' },
      stems: new Map([
        ['instrumental', 'other'],
        ['vocals', 'vocals'],
      ]),
      choice: {
        wish: `best:${wish.stem}`,
        datasetType: 1,
        stem: wish.stem,
        entryId: 3,
        algorithm: 'BS Roformer 124 bands',
        sdr: 12,
        creditsPerMinute: 1,
        boardReadAt: '2026-11-22T03:00:00.000Z',
        because: 'It is the best.',
      },
    };
  };
  return { asked, choose };
}

describe('a wish for the best in a recipe', () => {
  it('is chosen once for its step, and later separations take the stems by their names in what was chosen', async () => {
    const book = parseRecipes(`{"recipes":{"mine":{"separations":[
      { "type": "best:vocals", "maxCreditsPerMinute": 2, "then": [
        { "of": "instrum", "type": "mvsep-drums" },
        { "of": "vocals", "type": "best:lead-vocals", "name": "lead" }
      ] },
      { "type": "best:voice", "name": "again", "outputFormat": 2 }
    ]}}}`);
    expect(book.problems).toEqual([]);
    const { asked, choose } = chooser();
    const steps = await planSteps(book.recipes.get('mine') ?? expect.fail(), { fallback: 1 }, choose);
    expect(asked).toEqual([
      [{ stem: 'vocals', maxCreditsPerMinute: 2 }, ['instrumental', 'vocals']],
      [{ stem: 'vocals' }, []],
      [{ stem: 'lead-vocals' }, []],
    ]);
    expect(steps).toMatchObject([
      { step: 'best-vocals', separation: { type: 40, slug: 'bs-roformer-opt1-171' }, choice: { entryId: 3 } },
      { step: 'again', separation: { outputFormat: 2 } },
      { step: 'mvsep-drums', parent: { step: 'best-vocals', stem: 'other' } },
      { step: 'lead', parent: { step: 'best-vocals', stem: 'vocals' }, choice: { wish: 'best:lead-vocals' } },
    ]);
    expect(steps[2]).not.toHaveProperty('choice');
  });

  it.each([
    [
      'a stem that no board compares',
      '{"type":"best:harp"}',
      '1:44',
      /There are: best:vocals, .*best:guitar\./,
    ],
    ['a slip', '{"type":"best:drum"}', '1:44', /Did you mean "best:drums"\?/],
    ['options', '{"type":"best:bass","options":{"add_opt1":"1"}}', '1:66', /chooses the options too/],
    [
      'a ceiling that is none',
      '{"type":"best:bass","maxCreditsPerMinute":0}',
      '1:78',
      /the most credits that a minute may cost/,
    ],
    [
      'a ceiling of a type',
      '{"type":40,"maxCreditsPerMinute":2}',
      '1:69',
      /goes with the best of several types/,
    ],
    [
      'a stem that not every type gives',
      '{"type":"best:vocals","then":[{"of":"drums","type":37}]}',
      '1:72',
      /"best:vocals" gives no stem "drums"\. It gives: vocals, instrumental\./,
    ],
    [
      'the same twice',
      '{"type":"best:vocals"},{"type":"best:vocals"}',
      '1:59',
      /is called "best-vocals" already/,
    ],
  ])('is refused with %s, with line and column', (_, separation, place, message) => {
    const found = problems(separation);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${place} `));
    expect(found[0]).toMatch(message);
  });
});

describe('a wish for the best for one song', () => {
  const plain = { key: 'uploads/song.wav', request: {}, book: EMPTY_BOOK, defaults: DEFAULTS };

  it('stands in a sidecar file or a request', async () => {
    const { asked, choose } = chooser();
    const read = readWish('{ "type": "best:instrumental", "maxCreditsPerMinute": 1.5, "outputFormat": 2 }');
    const sidecar = 'wish' in read ? read.wish : expect.fail();
    const { steps } = await planUpload({ ...plain, sidecar, chooseBest: choose });
    expect(asked).toEqual([[{ stem: 'instrumental', maxCreditsPerMinute: 1.5 }, []]]);
    expect(steps).toMatchObject([
      {
        step: 'best-instrumental',
        separation: { type: 40, outputFormat: 2 },
        choice: { wish: 'best:instrumental' },
      },
    ]);
    expect(readWish('{ "type": "best:harp" }')).toMatchObject({ problems: [{ line: 1, column: 11 }] });
    expect(readWish('{ "type": 40, "maxCreditsPerMinute": 1 }')).toMatchObject({
      problems: [{ line: 1, column: 38 }],
    });
  });

  it('stands in the metadata', async () => {
    const { choose } = chooser();
    const request = { 'sep-type': 'best:vocals', 'output-format': '4' };
    const { steps } = await planUpload({ ...plain, request, chooseBest: choose });
    expect(steps).toMatchObject([{ step: 'best-vocals', separation: { outputFormat: 4 } }]);
  });

  it.each([
    [
      { 'sep-type': 'best:harp' },
      /"sep-type" of the upload cannot be followed\. No leaderboard tells "best:harp"/,
    ],
    [{ 'sep-type': 'best:vocals', 'add-opt1': '1' }, /chooses the options too, and add-opt1 stand beside it/],
  ])('is refused in the metadata %o', async (request, message) => {
    const planned = planUpload({ ...plain, request, chooseBest: chooseNothing });
    await expect(planned).rejects.toThrow(message);
  });
});
