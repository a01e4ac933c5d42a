import { createHash } from 'node:crypto';
import * as z from 'zod';

const record = z.record(z.string(), z.unknown());

/** SHA-256 of what a request asks for, in hex: the same however its JSON is written. */
export function requestDigest(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(body)))
    .digest('hex');
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(record.parse(value)).sort(([left], [right]) => (left < right ? -1 : 1));
  return { entries: entries.map(([key, item]) => [key, inOrder(item)]) };
}
