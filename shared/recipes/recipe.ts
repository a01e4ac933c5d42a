import * as z from 'zod';
import { type StepName, stepName } from '../jobs/step-name.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';

/** The most separations of one recipe: each of them costs credits. */
export const MAXIMUM_SEPARATIONS = 20;
/** How many separations may follow one another, each taking a stem of the one before. */
export const MAXIMUM_DEPTH = 5;

/** That the separation is wanted which is the best for a stem when the job is submitted. */
export interface BestWish {
  /** As `best-stems.ts` names it. */
  readonly stem: string;
  /** What a minute may cost: the length of the song is not known when the choice is made. */
  readonly maxCreditsPerMinute?: number;
}

/** One separation of a recipe, checked against the catalogue. */
export interface RecipeSeparation {
  readonly name: StepName;
  /** `sep_type` on the wire, or which best one. */
  readonly type: number | BestWish;
  readonly options: SeparationOptions;
  /** `output_format`; the recipe's, or the one of the settings, when absent. */
  readonly outputFormat?: number;
  /** Which stem of the earlier separation it takes; absent when it takes the song. */
  readonly of?: string;
  /** Separations of its stems: `then` in the document. */
  readonly children: readonly RecipeSeparation[];
}

/** What a song becomes: separations of the song itself, and separations of their stems. */
export interface Recipe {
  readonly description?: string;
  readonly outputFormat?: number;
  readonly separations: readonly RecipeSeparation[];
}

/** Written as it is, every key and what may stand under it. What the values mean is checked afterwards. */
export const recipeShape = z.strictObject({
  description: z.string().optional(),
  outputFormat: z.int().min(0).max(5).optional(),
  separations: z.array(z.unknown()).min(1),
});

/** One separation as it is written. */
export const separationShape = z.strictObject({
  name: stepName.optional(),
  type: z.union([z.int().min(0), z.string()]),
  options: z.record(z.string(), z.unknown()).optional(),
  maxCreditsPerMinute: z.number().positive().optional(),
  outputFormat: z.int().min(0).max(5).optional(),
  of: z.string().optional(),
  // biome-ignore lint/suspicious/noThenProperty: the word of the document; a list is no promise.
  then: z.array(z.unknown()).optional(),
});
