import type { JsonSchema } from './json-schema.ts';

/** A schema without what a document says once for all schemas, or by the place where a schema stands. */
export function bareSchema({ $schema: _dialect, $id: _place, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
