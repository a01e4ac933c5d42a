import * as z from 'zod';
import { WrongRecipe } from '../errors/wrong-recipe.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import { checkRecipe } from './check-recipe.ts';
import { type Checking, note, type Place, readShape, valueAt } from './check-shape.ts';
import { checkType } from './check-type.ts';
import { inOrder, readJsonDocument } from './json-document.ts';
import { type Recipe, separationShape } from './recipe.ts';
import { describeProblems } from './recipe-problem.ts';

/** What a sidecar file asks for: a recipe by name, a recipe of its own, or one separation. */
export type SidecarWish =
  | { readonly kind: 'recipe'; readonly name: string; readonly outputFormat?: number }
  | { readonly kind: 'own'; readonly recipe: Recipe }
  | {
      readonly kind: 'separation';
      readonly type: number;
      readonly options: SeparationOptions;
      readonly outputFormat?: number;
    };

const { type, options, outputFormat } = separationShape.shape;
const namedShape = z.strictObject({ recipe: z.string().min(1), outputFormat });
const singleShape = z.strictObject({ type, options, outputFormat });

/**
 * Reads a sidecar file.
 *
 * @param name of the file, for the message
 * @throws WrongRecipe with all that is wrong in it, and where
 */
export function parseSidecar(name: string, text: string): SidecarWish {
  const document = readJsonDocument(text);
  const checking: Checking = { document, problems: [] };
  const { root } = document;
  const wish = root === undefined ? undefined : readWish(checking, { node: root, path: [] });
  const problems = document.problems.length > 0 ? document.problems : checking.problems;
  if (wish !== undefined && problems.length === 0) return wish;
  throw wrongSidecar(describeProblems(name, inOrder(problems)));
}

/** The song is not separated by what else it would be: its owner wanted something of its own for it. */
export function wrongSidecar(problems: string): WrongRecipe {
  return new WrongRecipe(
    `${problems} Nothing was charged. Correct the file, and then upload the song again.`,
  );
}

function readWish(checking: Checking, root: Place): SidecarWish | undefined {
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
      const checked = shape && checkType(checking, root, shape.type);
      return (
        checked && {
          kind: 'separation',
          type: checked.type.id,
          options: checked.options,
          ...formatOf(shape),
        }
      );
    }
  }
}

function formatOf(shape: { readonly outputFormat?: number | undefined }): { readonly outputFormat?: number } {
  return shape.outputFormat === undefined ? {} : { outputFormat: shape.outputFormat };
}
