import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planSteps } from '../../../../shared/jobs/plan-steps.ts';
import { findSeparationType } from '../../../../shared/mvsep/catalogue/separation-type.ts';
import { BUILT_IN_RECIPES } from '../../../../shared/recipes/built-in-recipes.ts';
import { chooseNothing } from '../jobs/choose-nothing.ts';

const WISHES = ['vocals', 'instrumental', 'four-stem', 'six-stem', 'drum-kit', 'karaoke', 'dialogue'];

describe('the built-in recipes', () => {
  it('are there for the common wishes', () => {
    expect([...BUILT_IN_RECIPES.keys()]).toEqual(WISHES);
  });

  it.each(WISHES)('%s asks only for types that run, for every account with a token', async (name) => {
    const recipe = BUILT_IN_RECIPES.get(name) ?? expect.fail();
    const steps = await planSteps(recipe, { fallback: 2 }, chooseNothing);
    for (const { separation } of steps) {
      const type = findSeparationType(separation.type);
      expect(type).toMatchObject({ active: true, input: 'one-file' });
      expect(type?.access).not.toBe('premium');
      expect(separation.outputFormat).toBe(2);
    }
    expect(recipe.description).toBeTruthy();
  });

  it('go three levels deep where that makes sense', async () => {
    const recipe = BUILT_IN_RECIPES.get('karaoke') ?? expect.fail();
    const karaoke = await planSteps(recipe, { fallback: 1 }, chooseNothing);
    expect(karaoke.map(({ step, parent }) => [step, parent?.step, parent?.stem])).toEqual([
      ['voice', undefined, undefined],
      ['lead-and-back', 'voice', 'vocals'],
      ['dry-lead', 'lead-and-back', 'lead-vocals'],
    ]);
  });

  it('stand in the document for users, each with what it costs a minute', async () => {
    const text = readFileSync('docs/recipes.md', 'utf8');
    for (const [name, recipe] of BUILT_IN_RECIPES) {
      const steps = await planSteps(recipe, { fallback: 1 }, chooseNothing);
      const credits = steps.reduce(
        (sum, { separation }) => sum + (findSeparationType(separation.type)?.creditsPerMinute ?? 0),
        0,
      );
      const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      expect(row).toMatch(new RegExp(`\\| ${credits} \\|$`));
      for (const { separation } of steps)
        expect(row).toContain(`\`${findSeparationType(separation.type)?.slug}\``);
    }
  });
});
