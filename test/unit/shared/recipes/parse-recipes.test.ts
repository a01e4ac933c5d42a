import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planSteps } from '../../../../shared/jobs/plan-steps.ts';
import { SEPARATION_TYPES } from '../../../../shared/mvsep/catalogue/separation-type.ts';
import { knownStems } from '../../../../shared/recipes/known-stems.ts';
import { parseRecipes } from '../../../../shared/recipes/parse-recipes.ts';
import { chooseNothing } from '../jobs/choose-nothing.ts';

/** `line:column path` of every problem. */
function places(text: string): string[] {
  return parseRecipes(text).problems.map(({ line, column, path }) => `${line}:${column} ${path}`);
}

function messages(text: string): string[] {
  return parseRecipes(text).problems.map(({ message }) => message);
}

const separations = (...all: string[]) => `{"recipes":{"mine":{"separations":[${all.join(',')}]}}}`;

describe('a document of recipes', () => {
  it('accepts comments, trailing commas, types by name and by number, and stems by label and by key', async () => {
    const book = parseRecipes(`{
      // What the band wants.
      "recipes": {
        "band": {
          "description": "All of it", /* and more */
          "outputFormat": 2,
          "separations": [
            { "name": "all", "type": 63, "then": [
              { "of": "Drums", "type": "drumsep", "options": { "add_opt2": "1", "add_opt3": "" }, "outputFormat": 1 },
              { "of": "vocals", "type": "mvsep-karaoke", "then": [{ "of": "vocals-lead", "type": 22, }] },
            ] },
            { "type": 11 },
          ],
        },
      },
    }`);
    expect(book.problems).toEqual([]);
    expect(book.complete).toBe(true);
    const recipe = book.recipes.get('band') ?? expect.fail();
    const steps = await planSteps(recipe, { fallback: 0 }, chooseNothing);
    expect(steps).toMatchObject([
      { step: 'all', separation: { type: 63, slug: 'bs-roformer-sw', outputFormat: 2 } },
      // 11 is what the service's page calls type 10 with a model of its own.
      { step: 'demucs3-model', separation: { type: 10, options: { add_opt1: '1' }, outputFormat: 2 } },
      {
        step: 'drumsep',
        separation: { type: 37, options: { add_opt2: '1' }, outputFormat: 1 },
        parent: { step: 'all', stem: 'drums' },
      },
      { step: 'mvsep-karaoke', parent: { step: 'all', stem: 'vocals' } },
      { step: 'reverb-removal', parent: { step: 'mvsep-karaoke', stem: 'lead-vocals' } },
    ]);
    expect(steps[0]).not.toHaveProperty('parent');
  });

  it('accepts the example in the document for users', () => {
    const document = readFileSync('docs/recipes.md', 'utf8');
    const example = /```jsonc\n(\{\n {2}"recipes"[\s\S]*?)```/.exec(document)?.[1] ?? expect.fail();
    expect(messages(example)).toEqual([]);
    // What the document says of a slip in it is what is really said.
    const [problem] = parseRecipes(example.replace('"of": "drums"', '"of": "drum"')).problems;
    const told = /```json\n(\{\n {2}"line"[\s\S]*?)```/.exec(document)?.[1] ?? expect.fail();
    expect(JSON.parse(told)).toEqual(problem);
  });

  it('accepts any stem of a type whose stems nobody recorded', () => {
    const type = SEPARATION_TYPES.find(
      ({ stems, active, input, fields }) =>
        Object.keys(stems).length === 0 && active && input === 'one-file' && fields.length === 0,
    );
    const text = separations(`{"type":${type?.id},"then":[{"of":"Whatever comes","type":40}]}`);
    expect(places(text)).toEqual([]);
  });

  it('tells every problem at once: line, column, path, and what to write instead', () => {
    const text = `{
  "recipes": {
    "Mine": { "separations": [{ "type": "bs-rofomer" }] },
    "band": {
      "descriptoin": "x",
      "separations": [
        { "type": 63, "of": "drums", "outputFormat": 9, "then": [
          { "of": "drum", "type": "drumsep", "options": { "add_opt1": 7, "add_opt2": "x", "opt3": "" } },
          { "type": 37, "name": "Kit!" },
          { "of": "vocals", "type": "drumsep" }
        ] },
        { "type": "63" }, 5, { "type": 68 }, { "type": 9999 }, {},
        { "type": "phantom-centre-extraction-by-wesleyr36" }
      ]
    },
    "good": { "separations": [{ "type": "bs-roformer" }] }
  }
}`;
    const book = parseRecipes(text);
    const told = book.problems.map(({ line, path, message }) => `${line} ${path}: ${message}`);
    const band = 'recipes.band.separations';
    expect(told).toEqual([
      expect.stringMatching(/^3 recipes\.Mine: .*cannot be called "Mine".*lower-case/),
      expect.stringMatching(/^3 recipes\.Mine\.separations\[0\]\.type: .*Did you mean "bs-roformer"\?/),
      expect.stringMatching(/^5 recipes\.band\.descriptoin: .*Did you mean "description"\?/),
      expect.stringContaining(`7 ${band}[0].of: A separation at the top takes the song itself.`),
      expect.stringContaining(`7 ${band}[0].outputFormat: "outputFormat" cannot be 9. Write 0 mp3, 1 wav`),
      expect.stringMatching(
        /^8 .*\[0\]\.then\[0\]\.of: .*no stem "drum"\. Did you mean "drums"\? It gives: /,
      ),
      expect.stringContaining(
        `8 ${band}[0].then[0].options.add_opt1: Options are texts in double quotes: write "7".`,
      ),
      expect.stringMatching(/^8 .*options\.add_opt2: .*has no add_opt2 "x".*Allowed: 0 Apply Drums/),
      expect.stringMatching(/^8 .*options\.opt3: "opt3" is no option\. Allowed: add_opt1, add_opt2/),
      expect.stringMatching(/^9 .*then\[1\]: "of" is missing here\. .*gives: vocals, bass, drums/),
      expect.stringMatching(/^9 .*then\[1\]\.name: "name" cannot be "Kit!"/),
      expect.stringMatching(/^10 .*then\[2\]: The separation in line 8 is called "drumsep" already\./),
      expect.stringMatching(/^12 .*\[1\]\.type: Write the number of a type without quotes: 63\./),
      expect.stringMatching(/^12 .*\[2\]: Write an object here: /),
      expect.stringMatching(/^12 .*\[3\]\.type: .*does not separate a single uploaded file/),
      expect.stringMatching(/^12 .*\[4\]\.type: There is no separation type 9999/),
      expect.stringMatching(/^12 .*\[5\]: "type" is missing here\. Write the short name/),
      expect.stringMatching(/^13 .*\[6\]\.type: .*Did you mean "phantom-centre-extraction"\?/),
    ]);
    expect([...book.recipes.keys()]).toEqual(['good']);
    expect([...book.wrong.keys()]).toEqual(['Mine', 'band']);
    expect(book.complete).toBe(true);
  });

  it.each([
    ['nothing', '', /A value is missing here/],
    ['a list', '[]', /Write an object here: \{ "recipes": … \}/],
    ['another key', '{"recipe":{}}', /"recipes" is missing here/],
    ['a list of recipes', '{"recipes":[]}', /"recipes" cannot be \[\]\. Write your recipes by name/],
    ['a comma too few', '{"recipes":{"a":{"separations":[{"type":40}]}\n"b":{}}}', /comma is missing/],
    ['a bracket too few', '{"recipes":{"a":{"separations":[{"type":40}}}}', /closing bracket \]/],
    ['single quotes', "{'recipes':{}}", /double quotes/],
    ['an endless text', '{"recipes', /no closing double quote/],
    ['something behind the end', '{"recipes":{}}}', /ended before this/],
    [
      'the same key twice',
      '{"recipes":{"a":{"separations":[{"type":40,"type":63}]}}}',
      /"type" stands here twice/,
    ],
    ['brackets without end', '['.repeat(250_000), /More than 60 brackets/],
  ])('refuses %s, and then no name can be told for sure', (_name, text, message) => {
    const book = parseRecipes(text);
    expect(book.complete).toBe(false);
    expect(book.recipes.size).toBe(0);
    expect(book.problems.map((problem) => problem.message).join(' ')).toMatch(message);
  });

  it('refuses recipes without separations, with too many, and too deep ones', () => {
    expect(messages('{"recipes":{"a":{"separations":[]}}}')).toEqual([
      expect.stringContaining('at least one separation'),
    ]);
    const many = Array.from({ length: 21 }, (_, index) => `{"type":40,"name":"s${index}"}`);
    expect(messages(separations(...many))).toEqual([
      expect.stringContaining('21 separations, and at most 20'),
    ]);
    expect(messages(separations(...many.slice(1)))).toEqual([]);
    const deep = (levels: number): string =>
      levels === 0
        ? '{"of":"vocals","type":40}'
        : `{"of":"vocals","type":40,"name":"d${levels}","then":[${deep(levels - 1)}]}`;
    const root = (levels: number) => deep(levels).replace('"of":"vocals",', '');
    expect(messages(separations(root(4)))).toEqual([]);
    expect(messages(separations(root(5)))).toEqual([
      expect.stringContaining('separation 6 in a row, and at most 5'),
    ]);
  });

  it('takes names for names, also those that objects have from the start', () => {
    const book = parseRecipes('{"recipes":{"constructor":{"separations":[{"type":40}]},"__proto__":{}}}');
    expect([...book.recipes.keys()]).toEqual(['constructor']);
    expect([...book.wrong.keys()]).toEqual(['__proto__']);
  });

  it('says where it is by lines as editors count them', () => {
    expect(places('{\r\n"recipes":\r{\n"a": 1}}')).toEqual(['4:6 recipes.a']);
    expect(places('{"recipes":{"my band":{"separations":[{"type":"x"}]}}}')).toEqual([
      '1:13 recipes["my band"]',
      '1:47 recipes["my band"].separations[0].type',
    ]);
  });
});

const ONE_FILE = SEPARATION_TYPES.filter(
  ({ active, input, fields }) =>
    active && input === 'one-file' && fields.every((field) => !field.required || field.default !== undefined),
);

interface Written {
  readonly name: string;
  readonly type: string | number;
  readonly of?: string;
}

/** Recipes as somebody could write them: any types, any of their stems, three levels. */
const writtenTree: fc.Arbitrary<Written[]> = fc.gen().map((gen) => {
  let count = 0;
  const level = (depth: number, stems: readonly string[]): Written[] =>
    Array.from({ length: depth === 1 ? 1 + gen(fc.nat, { max: 2 }) : gen(fc.nat, { max: 2 }) }, () => {
      const type = gen(fc.constantFrom, ...ONE_FILE);
      const names = knownStems(type).map(({ name }) => name);
      count += 1;
      return {
        name: `step-${count}`,
        type: gen(fc.boolean) ? type.id : type.slug,
        ...(depth === 1 ? {} : { of: gen(fc.constantFrom, ...stems) }),
        ...Object.fromEntries(depth === 3 || names.length === 0 ? [] : [['then', level(depth + 1, names)]]),
      };
    });
  return level(1, []);
});

describe('whatever somebody writes', () => {
  it('right recipes have no problem, and their steps follow the ones whose stems they take', async () => {
    await fc.assert(
      fc.asyncProperty(writtenTree, fc.nat({ max: 5 }), async (tree, fallback) => {
        const book = parseRecipes(JSON.stringify({ recipes: { mine: { separations: tree } } }, null, 1));
        const count = JSON.stringify(tree).split('"name"').length - 1;
        if (count > 20) return expect(book.problems).toHaveLength(1);
        expect(book.problems).toEqual([]);
        const recipe = book.recipes.get('mine') ?? expect.fail();
        const steps = await planSteps(recipe, { fallback }, chooseNothing);
        expect(steps).toHaveLength(count);
        expect(new Set(steps.map(({ step }) => step)).size).toBe(count);
        for (const [index, { parent }] of steps.entries()) {
          if (parent === undefined) continue;
          expect(steps.slice(0, index).map(({ step }) => step)).toContain(parent.step);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('every problem lies within the document and says what to write, and nothing throws', async () => {
    const right = `{
  "recipes": {
    "band": { "separations": [{ "type": 63, "then": [
      { "of": "drums", "type": "drumsep" }
    ] }] },
    "duo": {
      "outputFormat": 2,
      "separations": [{ "type": "bs-roformer", "options": { "add_opt1": "81" } }]
    }
  }
}`;
    const damage = fc.record({
      at: fc.nat(right.length),
      length: fc.nat(12),
      put: fc.string({ maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
        const text = damages.reduce(
          (written, { at, length, put }) => written.slice(0, at) + put + written.slice(at + length),
          right,
        );
        const { problems, recipes, wrong, complete } = parseRecipes(text);
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, column, message } of problems) {
          const there = lines[line - 1];
          expect(there).toBeDefined();
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((there?.length ?? 0) + 1);
          expect(message).toMatch(/[.}]$/);
        }
        expect(wrong.size > 0 || !complete).toBe(problems.length > 0);
        for (const recipe of recipes.values()) await planSteps(recipe, { fallback: 1 }, chooseNothing);
      }),
      { numRuns: 400 },
    );
  });
});
