import * as z from 'zod';
import { algorithmSummary } from './algorithm-summary.ts';
import { wireFlag } from './wire-flag.ts';
import { wireTime } from './wire-time.ts';

/** A number as text, with four decimals. */
const decimal = z.string().regex(/^\d+\.\d{4}$/);

const fieldItem = z.strictObject({
  id: z.int(),
  name: z.enum(['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4']),
  text: z.string().describe('The label to show.'),
  algorithm_id: z.int(),
  options: z.string().describe('A JSON object as text: what may be sent, and its label. {} for free text.'),
  default_key: z.string().nullable(),
  server_key: z.string(),
  input_type: z.enum(['select', 'text', 'textarea']),
  required: wireFlag,
  price_rules: z.array(
    z.strictObject({
      option_key: z.string(),
      mode: z.literal('multiplier'),
      value: decimal.describe('Such as "2.0000".'),
    }),
  ),
  conditions: z.array(
    z.strictObject({
      depends_on_field_id: z.int(),
      operator: z.literal('in'),
      value_json: z.string().describe('A JSON list as text: the keys of that field that it is about.'),
      action: z.enum(['show', 'hide']),
    }),
  ),
});

/** One separation type, as `app/algorithms` lists it. */
export const algorithmItem = z.strictObject({
  id: z.int(),
  ...algorithmSummary.shape,
  created_at: wireTime,
  updated_at: wireTime,
  price_coefficient: z.number().describe('Credits a minute, before the price rules of chosen options.'),
  is_active: wireFlag.describe('Whether the server can run it now.'),
  audio_widget: z.enum(['single_upload', 'no_upload', 'matchering_upload']),
  output_stems: z.string().describe('A JSON list as text: the keys of the stems.'),
  outputs: z.string().describe('A JSON object as text: the keys of the stems and their labels.'),
  description: z.string(),
  usage: z.int().describe('How often it was used this month.'),
  rating: z
    .strictObject({ average: z.union([decimal, z.literal(0)]), total: z.int() })
    .describe('The average is a text such as "4.2500", or 0 without any rating.'),
  algorithm_fields: z.array(fieldItem),
  algorithm_descriptions: z.array(
    z.strictObject({
      id: z.int(),
      short_description: z.string(),
      long_description: z.string().describe('HTML.'),
      lang: z.string(),
      algorithm_id: z.int(),
    }),
  ),
  algorithm_group: z.strictObject({ id: z.int(), name: z.string() }),
});
