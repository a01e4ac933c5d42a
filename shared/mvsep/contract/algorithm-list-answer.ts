import * as z from 'zod';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';
import { unwrapped } from './unwrapped.ts';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * A JSON object inside a text; some servers send the object itself. Keys that count from 0 may arrive as a
 * list.
 */
const labels = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? parseJson(value) : (value ?? {})),
  z
    .union([
      z.array(z.string()).transform((list) => Object.fromEntries(Object.entries(list))),
      z.record(z.string(), z.string()),
    ])
    .catch({}),
);

/** A list that may be missing. */
function looseList<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

const priceRule = z
  .object({ option_key: z.string(), mode: z.string(), value: looseFields.number })
  .transform(camelKeys);

const condition = z
  .object({
    depends_on_field_id: looseFields.number,
    operator: looseFields.text,
    value_json: z.unknown().optional(),
    action: looseFields.text,
  })
  .transform(camelKeys);

const field = z
  .object({
    id: looseFields.number,
    name: z.string(),
    text: looseFields.text,
    options: labels,
    default_key: looseFields.text,
    server_key: looseFields.text,
    input_type: looseFields.text,
    required: looseFields.flag,
    price_rules: looseList(priceRule),
    conditions: looseList(condition),
  })
  .transform(camelKeys);

const description = z
  .object({ short_description: looseFields.text, long_description: looseFields.text, lang: looseFields.text })
  .transform(camelKeys);

const algorithm = z
  .object({
    id: looseFields.number,
    render_id: looseFields.requiredInteger,
    name: z.string(),
    algorithm_group_id: looseFields.number,
    algorithm_group: z.object({ id: looseFields.number, name: looseFields.text }).optional().catch(undefined),
    /** 0 everyone, 1 registered, 2 premium. */
    orientation: looseFields.number,
    order_id: looseFields.number,
    price_coefficient: looseFields.number,
    is_active: looseFields.flag,
    audio_widget: looseFields.text,
    /** Labels of the stems by their keys. */
    outputs: labels,
    description: looseFields.text,
    /** How often it was used this month. */
    usage: looseFields.number,
    rating: z.object({ average: looseFields.number, total: looseFields.number }).optional().catch(undefined),
    algorithm_fields: looseList(field),
    algorithm_descriptions: looseList(description),
  })
  .transform(camelKeys);

/** The list of separation types, as clients see it. */
export const algorithmListAnswer = unwrapped(z.array(algorithm));
