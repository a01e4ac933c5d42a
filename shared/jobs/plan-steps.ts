import { InvalidSeparation } from '../errors/invalid-separation.ts';
import type { BestChoice, ChooseBest } from '../leaderboards/best-choice.ts';
import { bestStepName } from '../leaderboards/best-step-name.ts';
import type { Separation } from '../mvsep/catalogue/separation.ts';
import { separationSlug } from '../mvsep/catalogue/separation-slug.ts';
import { findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import type { BestWish, Recipe, RecipeSeparation } from '../recipes/recipe.ts';
import type { Step } from './step.ts';
import { stepName } from './step-name.ts';

/** What is known of a step before its job exists. */
export type PlannedStep = Pick<Step, 'step' | 'separation' | 'parent' | 'choice'>;

export interface StepFormats {
  /** The format of separations for which neither the recipe nor the upload names one. */
  readonly fallback: number;
  /** The format that the upload asks for: it comes before what the recipe says. */
  readonly wanted?: number | undefined;
}

/** What a separation is made by: written in a recipe, or chosen. */
type Made = Pick<BestChoice, 'separationType' | 'options'> & Partial<BestChoice>;

/** A separation of a recipe, and the step whose stem it takes. */
interface Branch {
  readonly separation: RecipeSeparation;
  readonly parent?: Step['parent'];
}

/**
 * The steps that a recipe becomes, each after the one whose stem it takes. What is wanted as the best is chosen here,
 * once and for all.
 *
 * @throws WrongRecipe when nothing can be chosen
 */
export async function planSteps(
  recipe: Recipe,
  { fallback, wanted }: StepFormats,
  chooseBest: ChooseBest,
): Promise<PlannedStep[]> {
  const steps: PlannedStep[] = [];
  // Level by level: the list grows by the children of what it holds already.
  const branches: Branch[] = recipe.separations.map((separation) => ({ separation }));
  for (const { separation, parent } of branches) {
    const { name, type, options, children } = separation;
    const outputFormat = wanted ?? separation.outputFormat ?? recipe.outputFormat ?? fallback;
    const taken = children.flatMap(({ of }) => of ?? []);
    const made: Made =
      typeof type === 'number' ? { separationType: type, options } : await chooseBest(type, taken);
    steps.push({
      step: name,
      separation: described({ ...made, outputFormat }),
      ...(parent === undefined ? {} : { parent }),
      ...(made.choice === undefined ? {} : { choice: made.choice }),
    });
    branches.push(
      ...children.map((child) =>
        child.of === undefined
          ? { separation: child }
          : { separation: child, parent: { step: name, stem: made.stems?.get(child.of) ?? child.of } },
      ),
    );
  }
  return steps;
}

/** The one step of a job that asks for the best separation and no recipe. */
export async function planBest(
  wish: BestWish,
  outputFormat: number,
  chooseBest: ChooseBest,
): Promise<PlannedStep> {
  const chosen = await chooseBest(wish, []);
  return {
    step: bestStepName(wish.stem),
    separation: described({ ...chosen, outputFormat }),
    choice: chosen.choice,
  };
}

/** The one step of a job that asks for a separation and no recipe. */
export function planSingle(separation: Separation): PlannedStep {
  const type = findSeparationType(separation.separationType);
  return { step: stepName.parse(type?.slug), separation: described(separation) };
}

function described(separation: Separation): Step['separation'] {
  const type = findSeparationType(separation.separationType);
  if (type === undefined) {
    throw new InvalidSeparation(`There is no separation type ${separation.separationType}.`);
  }
  return {
    type: type.id,
    name: type.name,
    slug: separationSlug(separation),
    options: separation.options,
    outputFormat: separation.outputFormat,
  };
}
