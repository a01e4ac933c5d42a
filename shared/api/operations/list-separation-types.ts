import * as z from 'zod';
import { defineOperation, NOTHING } from '../operation.ts';

const optionKey = z.enum(['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4']);

/** One thing that can be chosen about a type. */
const optionField = z
  .strictObject({
    key: optionKey.describe('Under which a separation is given it.'),
    label: z.string(),
    isRequired: z.boolean(),
    default: z.string().optional().describe('What it is when it is left out.'),
    choices: z
      .array(
        z.strictObject({
          value: z.string(),
          label: z.string(),
          priceMultiplier: z.number().describe('What choosing it multiplies the price by.'),
        }),
      )
      .optional()
      .describe('What may be chosen; absent when any text may be given.'),
    conditions: z
      .array(
        z.strictObject({
          dependsOn: optionKey,
          values: z.array(z.string()),
          action: z.enum(['show', 'hide']),
        }),
      )
      .describe('It counts only while, by all of them, it is shown.'),
  })
  .meta({ id: 'OptionField' });

const separationType = z
  .strictObject({
    id: z.int().describe('`sep_type` of the MVSep API.'),
    slug: z.string().describe('A name that stays when the name changes; recipes and jobs take it too.'),
    name: z.string(),
    group: z.string(),
    isActive: z.boolean().describe('False when the service lists it but does not run it any more.'),
    access: z.enum(['everyone', 'registered', 'premium']).describe('Which accounts may use it.'),
    input: z.enum(['one-file', 'two-files', 'none']).describe('Jobs are made of those of `one-file`.'),
    creditsPerMinute: z.number().optional().describe('Absent when the price is not known.'),
    stems: z.array(z.string()).describe('What comes out, as far as it is known.'),
    options: z.array(optionField),
  })
  .meta({ id: 'SeparationType' });

/** What the service can do with a song. */
export const listSeparationTypes = defineOperation({
  id: 'listSeparationTypes',
  method: 'GET',
  path: '/v1/separation-types',
  answeredBy: 'list-separation-types',
  scope: 'read',
  tag: 'Catalogue',
  summary: 'List or search what the service can do with a song, and its price.',
  purpose:
    'Lists all separation types, or those that fit, the best first; those that do not run any more come last. The list ' +
    'is the one that was last read from the service (`readAt`), or, before that, the one that came with this deployment.',
  parameters: NOTHING,
  query: z.strictObject({
    text: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('Words of the name, the group or the stems, or their beginnings.'),
    stem: z.string().min(1).max(100).optional().describe('A stem that must come out: `drums`.'),
  }),
  body: NOTHING,
  status: 200,
  reply: z.strictObject({
    readAt: z.iso.datetime().optional().describe('When the service was asked; absent before it ever was.'),
    types: z.array(separationType),
  }),
  examples: [
    {
      summary: 'A type with one option',
      query: { text: 'spleeter' },
      reply: {
        readAt: '2026-08-12T03:00:02.000Z',
        types: [
          {
            id: 0,
            slug: 'spleeter',
            name: 'spleeter',
            group: 'Old Models',
            isActive: true,
            access: 'everyone',
            input: 'one-file',
            creditsPerMinute: 1,
            stems: ['Vocals', 'Accompaniment'],
            options: [
              {
                key: 'add_opt1',
                label: 'Model type',
                isRequired: true,
                default: '0',
                choices: [
                  { value: '0', label: '2 stems (vocals, music)', priceMultiplier: 1 },
                  { value: '1', label: '4 stems (vocals, drums, bass, other)', priceMultiplier: 1 },
                ],
                conditions: [],
              },
            ],
          },
        ],
      },
    },
  ],
});
