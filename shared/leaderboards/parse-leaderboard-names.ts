import type { Node } from 'jsonc-parser';
import * as z from 'zod';
import { type Checking, keyAt, note, type Place, readShape, shown, valueAt } from '../recipes/check-shape.ts';
import { checkType } from '../recipes/check-type.ts';
import { inOrder, readJsonDocument } from '../recipes/json-document.ts';
import type { CallableAlgorithm } from './callable-algorithm.ts';
import type { LeaderboardNames } from './leaderboard-names.ts';
import { plainName } from './plain-name.ts';

const documentShape = z.strictObject({ names: z.record(z.string(), z.unknown()) });
const nameShape = z.strictObject({
  type: z.union([z.int().min(0), z.string()]),
  options: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Reads the document in which users write how names on leaderboards are called at the service. All problems are found
 * at once; names without a problem can be used beside wrong ones, but none while the syntax is wrong.
 */
export function parseLeaderboardNames(text: string): LeaderboardNames {
  const document = readJsonDocument(text);
  const checking: Checking = { document, problems: [] };
  const names = new Map<string, CallableAlgorithm>();
  for (const { name, place, list } of entriesOf(checking)) {
    const plain = plainName(name);
    const before = checking.problems.length;
    if (plain === '')
      note(checking, keyAt(list, name), `${shown(name)} names nothing. Write it as the board does.`);
    if (names.has(plain)) {
      const message = `${shown(name)} stands here already, spelt in another way. Keep one of the two.`;
      note(checking, keyAt(list, name), message);
    }
    const shape = readShape(checking, place, nameShape);
    const checked = shape && checkType(checking, place, shape.type);
    if (checked !== undefined && checking.problems.length === before) names.set(plain, checked);
  }
  const isSound = document.problems.length === 0;
  return {
    names: isSound ? names : new Map(),
    problems: inOrder(isSound ? checking.problems : document.problems),
  };
}

function entriesOf(
  checking: Checking,
): { readonly name: string; readonly place: Place; readonly list: Place }[] {
  const { root } = checking.document;
  if (root === undefined) return [];
  const place: Place = { node: root, path: [] };
  readShape(checking, place, documentShape);
  const list = root.type === 'object' ? valueAt(place, 'names') : undefined;
  if (list?.node.type !== 'object') return [];
  return (list.node.children ?? []).flatMap(({ children: [key, value] = [] }: Node) =>
    typeof key?.value !== 'string' || value === undefined
      ? []
      : [{ name: key.value, place: { node: value, path: [...list.path, key.value] }, list }],
  );
}
