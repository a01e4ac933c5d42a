import { WrongRecipe } from '../errors/wrong-recipe.ts';
import type { ChooseBest } from '../leaderboards/best-choice.ts';
import type { Separation } from '../mvsep/catalogue/separation.ts';
import { validateSeparation } from '../mvsep/catalogue/validate-separation.ts';
import { asksForBest, readBest } from '../recipes/check-best.ts';
import { findRecipe, recipeOfFolder } from '../recipes/find-recipe.ts';
import type { SidecarWish } from '../recipes/read-wish.ts';
import type { RecipeBook } from '../recipes/recipe-book.ts';
import { type PlannedStep, planBest, planSingle, planSteps } from './plan-steps.ts';
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
  /** Who says so instead of that file, as the beginning of a sentence. */
  readonly askedBy?: string;
  readonly book: RecipeBook;
  /** What an upload gets for which nobody said anything: a recipe by name, or else a separation. */
  readonly defaultRecipe?: string | undefined;
  readonly defaults: Separation;
  /** Chooses what is wanted as the best. */
  readonly chooseBest: ChooseBest;
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
export async function planUpload(wishes: UploadWishes): Promise<UploadPlan> {
  const { request, sidecar, book, defaults, defaultRecipe, chooseBest } = wishes;
  if (sidecar !== undefined) return planSidecar(wishes, sidecar);
  const wanted = requestedFormat(request);
  const formats = { fallback: defaults.outputFormat, wanted };
  const named = async (recipe: string, askedBy: string): Promise<UploadPlan> => ({
    recipe,
    steps: await planSteps(findRecipe(recipe, book, askedBy), formats, chooseBest),
  });
  const ownKeys = separationKeys(request);
  if (request['recipe'] !== undefined) {
    if (ownKeys.length > 0) throw twoWishes(ownKeys);
    return named(request['recipe'], 'The metadata "recipe" of the upload');
  }
  const single = (): UploadPlan => ({ steps: [planSingle(requestedSeparation(request, defaults))] });
  if (asksForBest(request['sep-type'])) return planBestOfMetadata(wishes, request['sep-type'], ownKeys);
  if (request['sep-type'] !== undefined) return single();
  const folder = folderOf(wishes.key);
  const recipe = folder === undefined ? undefined : recipeOfFolder(folder, book);
  const chosen = recipe ?? defaultRecipe;
  if (chosen === undefined) return single();
  if (ownKeys.length > 0) throw optionsWithoutType(ownKeys, chosen);
  return named(chosen, recipe === undefined ? 'The setting "recipe"' : `The folder "${chosen}"`);
}

/** @throws WrongRecipe */
async function planBestOfMetadata(
  { request, defaults, chooseBest }: UploadWishes,
  wanted: string,
  ownKeys: readonly string[],
): Promise<UploadPlan> {
  const read = readBest(wanted);
  const options = ownKeys.filter((key) => key !== 'sep-type');
  if ('problem' in read) throw wrongBest(read.problem);
  if (options.length > 0) {
    throw wrongBest(`"${wanted}" chooses the options too, and ${options.join(', ')} stand beside it.`);
  }
  const outputFormat = requestedFormat(request) ?? defaults.outputFormat;
  return { steps: [await planBest({ stem: read.stem.name }, outputFormat, chooseBest)] };
}

async function planSidecar(
  { book, defaults, chooseBest, askedBy = 'The .mvsep.json file of the upload' }: UploadWishes,
  sidecar: SidecarWish,
): Promise<UploadPlan> {
  const fallback = defaults.outputFormat;
  switch (sidecar.kind) {
    case 'recipe': {
      const recipe = findRecipe(sidecar.name, book, askedBy);
      const formats = { fallback, wanted: sidecar.outputFormat };
      return { recipe: sidecar.name, steps: await planSteps(recipe, formats, chooseBest) };
    }
    case 'own': {
      const formats = { fallback, wanted: sidecar.outputFormat };
      return { steps: await planSteps(sidecar.recipe, formats, chooseBest) };
    }
    case 'separation': {
      const { type, options, outputFormat = fallback } = sidecar;
      if (typeof type !== 'number') return { steps: [await planBest(type, outputFormat, chooseBest)] };
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

function wrongBest(problem: string): WrongRecipe {
  return new WrongRecipe(
    `The metadata "sep-type" of the upload cannot be followed. ${problem} Nothing was charged: correct it, and upload ` +
      'the song again.',
  );
}

function optionsWithoutType(keys: readonly string[], recipe: string): WrongRecipe {
  return new WrongRecipe(
    `The metadata of the upload gives options (${keys.join(', ')}) without the type that they belong to, and the ` +
      `song would become the recipe "${recipe}", which has options of its own. Nothing was charged: upload the song ` +
      'again with sep-type beside them, or without them.',
  );
}
