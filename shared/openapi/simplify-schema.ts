import type { JsonSchema } from './json-schema.ts';

/** What zod calls a format and no reader of schemas knows; the pattern beside it says the same. */
const UNKNOWN_FORMATS: readonly unknown[] = ['starts_with', 'ends_with', 'includes'];

/**
 * Says "integer" where only integers are allowed, and leaves unsaid what the type says already: the limits of its
 * numbers, the letters of a time, and that keys are texts.
 */
export function simplifySchema(schema: JsonSchema): void {
  if (schema.type === 'number' && schema.enum?.every(Number.isInteger)) schema.type = 'integer';
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.format === 'date-time') delete schema.pattern;
  if (UNKNOWN_FORMATS.includes(schema.format)) delete schema.format;
  if (JSON.stringify(schema.propertyNames) === '{"type":"string"}') delete schema.propertyNames;
}
