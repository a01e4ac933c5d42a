import * as z from 'zod';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import { asksForBest, checkBest, checkNoCeiling } from './check-best.ts';
import { checkRecipe } from './check-recipe.ts';
import { type Checking, note, type Place, readShape, valueAt } from './check-shape.ts';
import { checkType } from './check-type.ts';
import { inOrder, readJsonDocument } from './json-document.ts';
import { type BestWish, type Recipe, separationShape } from './recipe.ts';
import type { RecipeProblem } from './recipe-problem.ts';

/** What somebody asks for one song: a recipe by name, a recipe of its own, or one separation. */
export type SidecarWish =
  | { readonly kind: 'recipe'; readonly name: string; readonly outputFormat?: number }
  | { readonly kind: 'own'; readonly recipe: Recipe; readonly outputFormat?: number }
  | {
      readonly kind: 'separation';
      readonly type: number | BestWish;
      readonly options: SeparationOptions;
      readonly outputFormat?: number;
    };

/** A wish that can be followed as far as the catalogue knows, or all that is wrong with it. */
export type ReadWish = { readonly wish: SidecarWish } | { readonly problems: readonly RecipeProblem[] };

const { type, options, maxCreditsPerMinute, outputFormat } = separationShape.shape;
const namedShape = z.strictObject({ recipe: z.string().min(1), outputFormat });
const singleShape = z.strictObject({ type, options, maxCreditsPerMinute, outputFormat });

/** Reads what a sidecar file, or a request written in the same way, asks to become of a song. */
export function readWish(text: string): ReadWish {
  const document = readJsonDocument(text);
  const checking: Checking = { document, problems: [] };
  const { root } = document;
  const wish = root === undefined ? undefined : wishAt(checking, { node: root, path: [] });
  const problems = document.problems.length > 0 ? document.problems : checking.problems;
  return wish !== undefined && problems.length === 0 ? { wish } : { problems: inOrder(problems) };
}

function wishAt(checking: Checking, root: Place): SidecarWish | undefined {
  const kinds = (['recipe', 'separations', 'type'] as const).filter(
    (key) => root.node.type === 'object' && valueAt(root, key) !== undefined,
  );
  if (kinds.length !== 1) {
    note(
      checking,
      root,
      'Write exactly one of three: { "recipe": "vocals" }, { "separations": [ … ] } or { "type": "bs-roformer" }.',
    );
    return undefined;
  }
  switch (kinds[0]) {
    case 'recipe': {
      const shape = readShape(checking, root, namedShape);
      return shape && { kind: 'recipe', name: shape.recipe, ...formatOf(shape) };
    }
    case 'separations': {
      const recipe = checkRecipe(checking, root);
      return recipe && { kind: 'own', recipe };
    }
    default: {
      const shape = readShape(checking, root, singleShape);
      return shape && separationAt(checking, root, shape);
    }
  }
}

function separationAt(
  checking: Checking,
  root: Place,
  shape: z.output<typeof singleShape>,
): SidecarWish | undefined {
  if (asksForBest(shape.type)) {
    const best = checkBest(checking, root, shape.type);
    return best && { kind: 'separation', type: best.wish, options: {}, ...formatOf(shape) };
  }
  checkNoCeiling(checking, root);
  const checked = checkType(checking, root, shape.type);
  return (
    checked && { kind: 'separation', type: checked.type.id, options: checked.options, ...formatOf(shape) }
  );
}

function formatOf(shape: { readonly outputFormat?: number | undefined }): { readonly outputFormat?: number } {
  return shape.outputFormat === undefined ? {} : { outputFormat: shape.outputFormat };
}
