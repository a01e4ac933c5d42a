import * as z from 'zod';
import { defineCall } from './call.ts';
import { wireFields } from './wire-fields.ts';

/**
 * `options` is a text holding a JSON object; some servers send the object itself. Keys that count from 0 may
 * arrive as a list.
 */
const options = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? parseJson(value) : (value ?? {})),
  z
    .union([z.array(z.string()).transform((list) => ({ ...list })), z.record(z.string(), z.string())])
    .catch({}),
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
]);

const field = z.looseObject({
  name: z.string(),
  text: z.string().nullish(),
  options,
  default_key: z.string().nullish(),
  input_type: z.string().nullish(),
  required: z
    .unknown()
    .optional()
    .transform((value) => value === 1 || value === true || value === '1'),
  price_rules: z
    .array(z.looseObject({ option_key: z.string(), mode: z.string(), value: numeric }))
    .nullish()
    .transform((rules) => rules ?? []),
});

const algorithm = z.looseObject({
  render_id: z.int(),
  name: z.string(),
  orientation: z.int().nullish(),
  price_coefficient: numeric.nullish(),
  is_active: z
    .unknown()
    .optional()
    .transform((value) => value === 1 || value === true || value === '1'),
  audio_widget: z.string().nullish(),
  algorithm_fields: z
    .array(field)
    .nullish()
    .transform((fields) => fields ?? []),
});

export const listAlgorithms = defineCall({
  name: 'app.algorithms',
  method: 'GET',
  path: '/api/app/algorithms',
  token: 'none',
  repeatable: true,
  purpose: 'Lists the separation types with their options and prices.',
  params: z.object({
    /** Comma-separated: `single_upload`, `no_upload`, `matchering_upload`. */
    scopes: wireFields.text(200),
  }),
  answer: z.array(algorithm),
});
