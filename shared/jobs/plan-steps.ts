import { InvalidSeparation } from '../errors/invalid-separation.ts';
import type { Separation } from '../mvsep/catalogue/separation.ts';
import { separationSlug } from '../mvsep/catalogue/separation-slug.ts';
import { findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import type { Recipe, RecipeSeparation } from '../recipes/recipe.ts';
import type { Step } from './step.ts';
import { type StepName, stepName } from './step-name.ts';

/** What is known of a step before its job exists. */
export type PlannedStep = Pick<Step, 'step' | 'separation' | 'parent' | 'choice'>;

export interface StepFormats {
  /** The format of separations for which neither the recipe nor the upload names one. */
  readonly fallback: number;
  /** The format that the upload asks for: it comes before what the recipe says. */
  readonly wanted?: number | undefined;
}

/** The steps that a recipe becomes, each after the one whose stem it takes. */
export function planSteps(recipe: Recipe, { fallback, wanted }: StepFormats): PlannedStep[] {
  const planned = (
    separation: RecipeSeparation,
    parent: StepName | undefined,
  ): { readonly step: PlannedStep; readonly children: readonly RecipeSeparation[] } => {
    const { name, type, options, of, children } = separation;
    const outputFormat = wanted ?? separation.outputFormat ?? recipe.outputFormat ?? fallback;
    const isRoot = parent === undefined || of === undefined;
    return {
      step: {
        step: name,
        separation: described({ separationType: type, options, outputFormat }),
        ...(isRoot ? {} : { parent: { step: parent, stem: of } }),
      },
      children,
    };
  };
  // Level by level: the list grows by the children of what it holds already.
  const all = recipe.separations.map((root) => planned(root, undefined));
  for (const { step, children } of all) {
    all.push(...children.map((child) => planned(child, step.step)));
  }
  return all.map(({ step }) => step);
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
