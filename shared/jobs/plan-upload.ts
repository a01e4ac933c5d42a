import { WrongRecipe } from '../errors/wrong-recipe.ts';
import type { Separation } from '../mvsep/catalogue/separation.ts';
import { validateSeparation } from '../mvsep/catalogue/validate-separation.ts';
import { findRecipe, recipeOfFolder } from '../recipes/find-recipe.ts';
import type { SidecarWish } from '../recipes/read-wish.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import { type PlannedStep, planSingle, planSteps } from './plan-steps.ts';
import {
  requestedFormat,
  requestedSeparation,
  separationKeys,
  type UploadRequest,
} from './requested-separation.ts';
import { UPLOAD_PREFIX } from './upload-prefix.ts';

/** Everything that has a say in what an upload becomes. */
export interface UploadWishes {
  readonly key: string;
  /** What its metadata asks for. */
  readonly request: UploadRequest;
  /** What the file beside it asks for. */
  readonly sidecar?: SidecarWish | undefined;
  readonly book: RecipeBook;
  /** What an upload gets for which nobody said anything: a recipe by name, or else a separation. */
  readonly defaultRecipe?: string | undefined;
  readonly defaults: Separation;
}

/** What an upload becomes. */
export interface UploadPlan {
  /** The recipe by whose name it was asked for. */
  readonly recipe?: string;
  /** Each after the one whose stem it takes. */
  readonly steps: readonly PlannedStep[];
}

/**
 * Decides what an upload becomes. The nearest word counts: the file beside the song, then its metadata, then its
 * folder, then the settings. A word that cannot be followed is an error: what comes after it was not wanted,
 * and would cost credits all the same.
 *
 * @throws WrongRecipe, InvalidSeparation a sentence on what to do
 */
export function planUpload(wishes: UploadWishes): UploadPlan {
  const { request, sidecar, book, defaults, defaultRecipe } = wishes;
  if (sidecar !== undefined) return planSidecar(wishes, sidecar);
  const wanted = requestedFormat(request);
  const named = (recipe: string, askedBy: string): UploadPlan => ({
    recipe,
    steps: planSteps(findRecipe(recipe, book, askedBy), { fallback: defaults.outputFormat, wanted }),
  });
  const ownKeys = separationKeys(request);
  if (request['recipe'] !== undefined) {
    if (ownKeys.length > 0) throw twoWishes(ownKeys);
    return named(request['recipe'], 'The metadata "recipe" of the upload');
  }
  const single = (): UploadPlan => ({ steps: [planSingle(requestedSeparation(request, defaults))] });
  if (request['sep-type'] !== undefined) return single();
  const folder = folderOf(wishes.key);
  const recipe = folder === undefined ? undefined : recipeOfFolder(folder, book);
  const chosen = recipe ?? defaultRecipe;
  if (chosen === undefined) return single();
  if (ownKeys.length > 0) throw optionsWithoutType(ownKeys, chosen);
  return named(chosen, recipe === undefined ? 'The setting "recipe"' : `The folder "${chosen}"`);
}

function planSidecar({ book, defaults }: UploadWishes, sidecar: SidecarWish): UploadPlan {
  const fallback = defaults.outputFormat;
  switch (sidecar.kind) {
    case 'recipe': {
      const recipe = findRecipe(sidecar.name, book, 'The .mvsep.json file of the upload');
      return { recipe: sidecar.name, steps: planSteps(recipe, { fallback, wanted: sidecar.outputFormat }) };
    }
    case 'own':
      return { steps: planSteps(sidecar.recipe, { fallback, wanted: sidecar.outputFormat }) };
    case 'separation': {
      const { type, options, outputFormat = fallback } = sidecar;
      return { steps: [planSingle(validateSeparation({ separationType: type, options, outputFormat }))] };
    }
  }
}

/** The first folder below `uploads/`; undefined for a song that lies there itself. */
function folderOf(key: string): string | undefined {
  const [folder, ...rest] = key.slice(UPLOAD_PREFIX.length).split('/');
  return rest.length === 0 || folder === '' ? undefined : folder;
}

function twoWishes(keys: readonly string[]): WrongRecipe {
  return new WrongRecipe(
    `The metadata of the upload asks for a recipe and for a separation of its own (${keys.join(', ')}). ` +
      'Nothing was charged: upload the song again with one of the two.',
  );
}

function optionsWithoutType(keys: readonly string[], recipe: string): WrongRecipe {
  return new WrongRecipe(
    `The metadata of the upload gives options (${keys.join(', ')}) without the type that they belong to, and the ` +
      `song would become the recipe "${recipe}", which has options of its own. Nothing was charged: upload the song ` +
      'again with sep-type beside them, or without them.',
  );
}
