import type * as z from 'zod';
import { CallRefusal } from '../../errors/call-refusal.ts';
import { fieldMessage } from '../contract/field-message.ts';

/** How a call words what is wrong with its fields. */
interface InvalidWording {
  /** Sentences by field that stand instead of the general ones. */
  readonly sentences: Readonly<Record<string, string>>;
  /** Whether clients of the call read `message` as an object of arrays, one for each field that is wrong. */
  readonly byField: boolean;
}

/**
 * Checks the fields of a call.
 *
 * @throws CallRefusal (400) that names the fields which are wrong.
 */
export function checkParams<Params extends z.ZodType>(
  params: Params,
  fields: Readonly<Record<string, string>>,
  { sentences, byField: isByField }: InvalidWording,
): z.output<Params> {
  const parsed = params.safeParse(fields, { error: fieldMessage });
  if (parsed.success) return parsed.data;
  const byField = new Map<string, readonly string[]>();
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    byField.set(field, [...(byField.get(field) ?? []), sentences[field] ?? issue.message]);
  }
  const message = [...byField.values()].flat()[0] ?? 'A field has no allowed value.';
  throw new CallRefusal(400, message, {
    isAboutFields: true,
    ...(isByField ? { byField: Object.fromEntries(byField) } : {}),
  });
}
