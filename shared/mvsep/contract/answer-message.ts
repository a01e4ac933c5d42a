import * as z from 'zod';
import { safeMessage } from './safe-message.ts';

const fields = z.record(z.string(), z.unknown());

/**
 * The sentence in an answer that says what went wrong, wherever the service put it: `errors[]`, `message`
 * (a text, or lists of texts by field), `data.message`, or `data` itself. Fit for records and logs; undefined
 * when there is none.
 */
export function answerMessage(body: unknown): string | undefined {
  const answer = fields.safeParse(body);
  if (!answer.success) return undefined;
  const { errors, message, data } = answer.data;
  const inData = fields.safeParse(data);
  const candidates = [
    errors,
    message,
    inData.success ? inData.data.message : typeof data === 'string' && data,
  ];
  for (const candidate of candidates) {
    const text = texts(candidate).join(' ').trim();
    if (text !== '') return safeMessage(text);
  }
  return undefined;
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  const parsed = fields.safeParse(value);
  return parsed.success ? Object.values(parsed.data).flatMap(texts) : [];
}
