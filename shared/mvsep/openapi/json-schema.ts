import * as z from 'zod';
import { bareSchema } from '../../openapi/bare-schema.ts';
import type { JsonSchema } from '../../openapi/json-schema.ts';
import { simplifySchema } from '../../openapi/simplify-schema.ts';
import { accountReply } from '../contract/account-reply.ts';
import { algorithmItem } from '../contract/algorithm-item.ts';
import { algorithmSummary } from '../contract/algorithm-summary.ts';
import { CALLS } from '../contract/calls.ts';
import { errorReply } from '../contract/error-reply.ts';
import { historyItem } from '../contract/history-item.ts';
import { messageReply } from '../contract/message-reply.ts';
import { notFoundReply } from '../contract/not-found-reply.ts';
import { qualityEntry } from '../contract/quality-entry.ts';

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
    override: ({ jsonSchema }) => simplifySchema(jsonSchema),
  });
  const sorted = Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([id, schema]) => [id, bareSchema(schema)]));
}

/** The fields of a call, as a client sends them. */
export function fieldsSchema(params: z.ZodType): JsonSchema {
  return bareSchema(
    z.toJSONSchema(params, {
      target: 'draft-2020-12',
      io: 'input',
      override: ({ jsonSchema }) => simplifySchema(jsonSchema),
    }),
  );
}
