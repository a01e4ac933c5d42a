import type * as z from 'zod';
import { UnusableModel } from '../errors/unusable-model.ts';
import { type ModelSidecar, modelSidecar } from './model-sidecar.ts';

/** More problems than this are not told at once. */
const TOLD = 10;

/**
 * Reads the JSON file beside a model.
 *
 * @throws UnusableModel naming each wrong field.
 */
export function parseModelSidecar(bytes: Uint8Array): ModelSidecar {
  const parsed = modelSidecar.safeParse(documentIn(bytes));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, TOLD).map((issue) => {
    const place = placeOf(issue.path);
    return place === '' ? issue.message : `${place}: ${sentenceOf(issue)}`;
  });
  throw new UnusableModel(`The sidecar file cannot be used. ${problems.join('; ')}.`);
}

function documentIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableModel(`The sidecar file is not JSON: ${reason}.`, cause);
  }
}

/** As in a program: `serves[0].stems[1].of`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** What none of several shapes fits is told by the message of the first. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_union' ? (issue.errors[0]?.[0]?.message ?? issue.message) : issue.message;
}
