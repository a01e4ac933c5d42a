import * as z from 'zod';

/** Field values as the API wants them: text, flags as 0 and 1, absent fields left out. */
export function wireTexts(params: unknown): [string, string][] {
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(params));
  return entries.flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return [[name, typeof value === 'boolean' ? String(Number(value)) : String(value)]];
  });
}
