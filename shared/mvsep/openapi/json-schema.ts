import * as z from 'zod';
import { accountReply } from '../contract/account-reply.ts';
import { algorithmItem } from '../contract/algorithm-item.ts';
import { algorithmSummary } from '../contract/algorithm-summary.ts';
import { CALLS } from '../contract/calls.ts';
import { errorReply } from '../contract/error-reply.ts';
import { historyItem } from '../contract/history-item.ts';
import { messageReply } from '../contract/message-reply.ts';
import { notFoundReply } from '../contract/not-found-reply.ts';
import { qualityEntry } from '../contract/quality-entry.ts';

/** A JSON schema of the dialect that OpenAPI 3.1 speaks. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Parts of answers that deserve a name of their own in generated clients. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Account: accountReply,
  Algorithm: algorithmItem,
  AlgorithmSummary: algorithmSummary,
  Error: errorReply,
  HistoryItem: historyItem,
  Message: messageReply,
  NotFound: notFoundReply,
  QualityEntry: qualityEntry,
};

type Named = { readonly id: string };

const names = z.registry<Named>();
for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id });
for (const { name, reply } of CALLS) {
  if (!names.has(reply)) names.add(reply, { id: `${operationName(name)}Reply` });
}

/** `separation.getRemote` as `SeparationGetRemote`. */
export function operationName(callName: string): string {
  return callName.replaceAll(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function reference(id: string): string {
  return `#/components/schemas/${id}`;
}

/** Where the document says what a schema of an answer is. */
export function schemaReference(schema: z.ZodType): { readonly $ref: string } {
  const named = names.get(schema);
  if (named === undefined) throw new Error('A schema that is no answer of the contract has no name.');
  return { $ref: reference(named.id) };
}

/** Every named schema, for `components.schemas`. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(names, {
    target: 'draft-2020-12',
    uri: reference,
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  const sorted = Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([id, schema]) => [id, bare(schema)]));
}

/** The fields of a call, as a client sends them. */
export function fieldsSchema(params: z.ZodType): JsonSchema {
  return bare(
    z.toJSONSchema(params, {
      target: 'draft-2020-12',
      io: 'input',
      override: ({ jsonSchema }) => simplify(jsonSchema),
    }),
  );
}

/** Without what the document says once for all schemas, or by the place where a schema stands. */
function bare({ $schema: _dialect, $id: _place, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Says "integer" where only integers are allowed, and leaves the limits of the number type unsaid. */
function simplify(schema: JsonSchema): void {
  if (schema.type === 'number' && schema.enum?.every(Number.isInteger)) schema.type = 'integer';
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
