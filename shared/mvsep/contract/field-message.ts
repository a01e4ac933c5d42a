import type * as z from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  boolean: '0 or 1',
  string: 'text',
};

/**
 * What is wrong with a field of a form or query, in a sentence for whoever sends it. "The … field is required."
 * is how mvsep.com says it.
 */
export function fieldMessage(issue: z.core.$ZodRawIssue): string {
  const field = `The ${String(issue.path?.at(-1) ?? 'form')} field`;
  if (issue.input === undefined) return `${field} is required.`;
  switch (issue.code) {
    case 'invalid_type':
      return `${field} must be ${KINDS[issue.expected] ?? 'something else'}.`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? `${field} is required.`
        : `${field} must ${issue.origin === 'string' ? `have at least ${issue.minimum} characters` : `be at least ${issue.minimum}`}.`;
    case 'too_big':
      return `${field} must ${issue.origin === 'string' ? `have at most ${issue.maximum} characters` : `be at most ${issue.maximum}`}.`;
    case 'invalid_value':
      return `${field} must be one of: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_format':
      return `${field} must be ${issue.format === 'email' ? 'a valid email address' : 'of another form'}.`;
    default:
      return `${field} has no allowed value.`;
  }
}
