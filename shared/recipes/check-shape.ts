import { findNodeAtLocation, getNodeValue, type JSONPath, type Node } from 'jsonc-parser';
import type * as z from 'zod';
import type { JsonDocument } from './json-document.ts';
import { didYouMean } from './nearest-names.ts';
import type { RecipeProblem } from './recipe-problem.ts';

/** What checks of one document share. */
export interface Checking {
  readonly document: JsonDocument;
  /** Grows as problems are found. */
  readonly problems: RecipeProblem[];
}

/** A value of the document, and the way to it. */
export interface Place {
  readonly node: Node;
  readonly path: JSONPath;
}

/** What to write under each key. */
const EXPECTED: Readonly<Record<string, string>> = {
  recipes: 'your recipes by name: { "my-recipe": { "separations": [ … ] } }',
  names: 'names of leaderboards: { "Our model": { "type": "bs-roformer" } }',
  recipe: 'the name of a recipe, for example "vocals"',
  description: 'a text in double quotes',
  separations: 'a list with at least one separation: [ { "type": "bs-roformer" } ]',
  name: '1 to 40 lower-case letters, digits and dashes, for example "drum-kit"',
  type: 'the short name of a separation type in double quotes, or its number, for example "bs-roformer" or 40; or "best:vocals"',
  options: 'options by name: { "add_opt1": "6" }',
  maxCreditsPerMinute: 'the most credits that a minute may cost, for example 2',
  outputFormat: '0 mp3, 1 wav 16 bit, 2 flac 16 bit, 3 m4a, 4 wav 32 bit or 5 flac 24 bit',
  of: 'the name of a stem in double quotes, for example "drums"',
  // biome-ignore lint/suspicious/noThenProperty: the word of the document; a text is no promise.
  then: 'a list of separations of its stems: [ { "of": "drums", "type": "drumsep" } ]',
};

/** Notes a problem with a value of the document. */
export function note({ document, problems }: Checking, { node, path }: Place, message: string): void {
  problems.push(document.problemAt(node.offset, path, message));
}

/**
 * The value at a place if it is shaped as it should be; every key that is wrong, missing or unknown becomes a
 * problem of its own otherwise. The schema says the keys, and what lies deeper is not looked at here.
 *
 * @param told what to write under each key, in other documents than those of recipes
 */
export function readShape<Shape extends z.ZodRawShape>(
  checking: Checking,
  place: Place,
  schema: z.ZodObject<Shape>,
  told: Readonly<Record<string, string>> = EXPECTED,
): z.output<z.ZodObject<Shape>> | undefined {
  const result = schema.safeParse(getNodeValue(place.node));
  if (result.success) return result.data;
  const keys = Object.keys(schema.shape);
  if (place.node.type !== 'object') {
    note(checking, place, `Write an object here: { ${keys.map((key) => `"${key}": …`).join(', ')} }.`);
    return undefined;
  }
  const unknown = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [],
  );
  for (const key of new Set(unknown)) {
    note(
      checking,
      keyAt(place, key),
      `${shown(key)} means nothing here. ${didYouMean(key, keys)}Allowed: ${keys.join(', ')}.`,
    );
  }
  const wrong = result.error.issues.flatMap(({ code, path: [key] }) =>
    code === 'unrecognized_keys' || key === undefined ? [] : [String(key)],
  );
  for (const key of new Set(wrong)) {
    const value = valueAt(place, key);
    const expected = told[key] ?? 'something else';
    if (value === undefined) note(checking, place, `"${key}" is missing here. Write ${expected}.`);
    else note(checking, value, `"${key}" cannot be ${shown(getNodeValue(value.node))}. Write ${expected}.`);
  }
  return undefined;
}

/** The value under a key of an object, or of a list by number. */
export function valueAt({ node, path }: Place, key: string | number): Place | undefined {
  const value = findNodeAtLocation(node, [key]);
  return value === undefined ? undefined : { node: value, path: [...path, key] };
}

/** The key itself, where a problem is about it. */
export function keyAt({ node, path }: Place, key: string): Place {
  const property = node.children?.find(({ children }) => children?.[0]?.value === key);
  return { node: property?.children?.[0] ?? node, path: [...path, key] };
}

/** The elements of the list under a key; none where there is no list. */
export function elementsAt(place: Place, key: string): Place[] {
  const list = valueAt(place, key);
  if (list?.node.type !== 'array') return [];
  return (list.node.children ?? []).map((node, index) => ({ node, path: [...list.path, index] }));
}

/** A value as a message shows it: never long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
