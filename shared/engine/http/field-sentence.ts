import type * as z from 'zod';

/**
 * What is wrong with a field of a call, as a sentence for the caller. It names the field and what is allowed,
 * and never repeats what was sent.
 */
export function fieldSentence(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('.') || 'form';
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? `The ${field} field is required.`
        : `The ${field} field must be ${KINDS[issue.expected] ?? 'of another kind'}.`;
    case 'invalid_value':
      return `The ${field} field must be one of: ${issue.values.map(String).join(', ')}.`;
    case 'too_big':
      return `The ${field} field must be at most ${issue.maximum}${unit(issue.origin)}.`;
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? `The ${field} field is required.`
        : `The ${field} field must be at least ${issue.minimum}${unit(issue.origin)}.`;
    case 'custom':
      return issue.message === 'Invalid input' ? `The ${field} field has no allowed value.` : issue.message;
    case 'invalid_format':
      return issue.message.startsWith('Invalid ') ? `The ${field} field has no allowed form.` : issue.message;
    default:
      return `The ${field} field has no allowed value.`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a whole number',
  boolean: '0 or 1',
  string: 'a text',
};

function unit(origin: string): string {
  return origin === 'string' ? ' characters long' : '';
}
