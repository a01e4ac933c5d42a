import type * as z from 'zod';
import type { JsonSchema } from '../../openapi/json-schema.ts';
import { NOTHING, type Operation } from '../operation.ts';
import type { NamedSchemas } from './named-schemas.ts';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A name of your own for this request, best a UUID. The same request under the same key is answered as it was the first time, and does nothing twice: repeat it as often as you like when an answer was lost.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
} as const;

/** What an operation is sent with: parameters of the path, the query and the headers, and a body. */
export function describeRequest(operation: Operation, schemas: NamedSchemas) {
  const parameters = [
    ...parametersIn('path', operation.parameters, schemas),
    ...parametersIn('query', operation.query, schemas),
    ...(operation.isIdempotent ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.body === NOTHING ? {} : { requestBody: requestBody(operation, schemas) }),
  };
}

function parametersIn(place: 'path' | 'query', from: z.ZodType, schemas: NamedSchemas) {
  const { properties = {}, required = [] }: JsonSchema = schemas.describe(from, 'input');
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = typeof property === 'boolean' ? {} : property;
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

function requestBody({ body, examples }: Operation, schemas: NamedSchemas) {
  const shown = examples.flatMap(({ summary, body: value }, index) =>
    value === undefined ? [] : [[`example${index + 1}`, { summary, value }] as const],
  );
  return {
    required: true,
    content: {
      'application/json': {
        schema: schemas.describe(body, 'input'),
        ...(shown.length === 0 ? {} : { examples: Object.fromEntries(shown) }),
      },
    },
  };
}
