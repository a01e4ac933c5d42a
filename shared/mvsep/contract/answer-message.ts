import * as z from 'zod';

const MAXIMUM_LENGTH = 500;
const fields = z.record(z.string(), z.unknown());

/**
 * The sentence in an answer that says what went wrong, wherever the service put it: `errors[]`, `message`
 * (a text, or lists of texts by field) or `data.message`. Undefined when there is none.
 */
export function answerMessage(body: unknown): string | undefined {
  const answer = fields.safeParse(body);
  if (!answer.success) return undefined;
  const data = fields.safeParse(answer.data.data);
  const candidates = [answer.data.errors, answer.data.message, data.success ? data.data.message : undefined];
  for (const candidate of candidates) {
    const text = texts(candidate).join(' ').trim();
    if (text !== '') return text.slice(0, MAXIMUM_LENGTH);
  }
  return undefined;
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  const parsed = fields.safeParse(value);
  return parsed.success ? Object.values(parsed.data).flatMap(texts) : [];
}
