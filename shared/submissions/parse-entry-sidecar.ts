import * as z from 'zod';
import { type Checking, keyAt, note, type Place, readShape, valueAt } from '../recipes/check-shape.ts';
import { inOrder, readJsonDocument } from '../recipes/json-document.ts';
import type { RecipeProblem } from '../recipes/recipe-problem.ts';
import type { EntryWish } from './submission.ts';
import { LONGEST_DESCRIPTION } from './submission-marker.ts';

/** What a sidecar file asks for, or everything that is wrong with it. */
export type EntrySidecar =
  | { readonly wish: EntryWish; readonly password: string | undefined }
  | { readonly problems: readonly RecipeProblem[] };

const LONGEST_NAME = 200;
const LONGEST_PASSWORD = 200;

const text = (longest: number) => z.string().trim().min(1).max(longest);

const shape = z.strictObject({
  algorithm: text(LONGEST_NAME),
  description: text(LONGEST_DESCRIPTION),
  ensemble: z.boolean().default(false),
  // Looked at by itself: what is wrong with a value is told with the value, and this one is nobody's business.
  password: z.unknown().optional(),
});

const password = z.string().min(1).max(LONGEST_PASSWORD).optional();

const EXPECTED = {
  algorithm: `the name of your algorithm in double quotes, of at most ${LONGEST_NAME} characters`,
  description: `what it does, in double quotes, in at most ${LONGEST_DESCRIPTION} characters`,
  ensemble: 'true when several algorithms were combined, else false',
};

/** Reads the sidecar file of a zip for the quality checker. No problem quotes a password. */
export function parseEntrySidecar(written: string): EntrySidecar {
  const document = readJsonDocument(written);
  const checking: Checking = { document, problems: [] };
  const { root } = document;
  const sidecar = root === undefined ? undefined : readSidecar(checking, { node: root, path: [] });
  if (document.problems.length === 0 && checking.problems.length === 0 && sidecar !== undefined) {
    return sidecar;
  }
  const problems = document.problems.length > 0 ? document.problems : checking.problems;
  const nothing = document.problemAt(
    0,
    [],
    'There is nothing here. Write { "algorithm": "…", "description": "…" }.',
  );
  return { problems: problems.length > 0 ? inOrder(problems) : [nothing] };
}

function readSidecar(checking: Checking, root: Place): EntrySidecar | undefined {
  const read = readShape(checking, root, shape, EXPECTED);
  const secret = valueAt(root, 'password');
  const given = password.safeParse(secret?.node.value);
  if (secret !== undefined && (!given.success || given.data === undefined)) {
    note(
      checking,
      keyAt(root, 'password'),
      `"password" has to be a text in double quotes, of 1 to ${LONGEST_PASSWORD} characters. Leave it out to get one made for you.`,
    );
  }
  if (read === undefined || !given.success) return undefined;
  const { algorithm, description, ensemble } = read;
  return { wish: { algorithm, description, ensemble }, password: given.data };
}
