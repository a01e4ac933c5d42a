import * as z from 'zod';
import { holdsMore } from '../holds-more.ts';
import { nestedDeeper } from '../nested-deeper.ts';

/** More than recipes may hold. */
const DEEPEST = 50;
/** Twice of what the largest recipe holds. Every mistake is looked up in the whole: of half a million, for minutes. */
const MOST_VALUES = 500;
const LONGEST_LINK = 4096;

/** As it may stand in a sidecar file: what is wrong in it is said by those who read recipes, with all its places. */
const written = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .looseObject(shape)
    .refine((value) => !nestedDeeper(value, DEEPEST), 'nest this less deeply')
    .refine((value) => !holdsMore(value, MOST_VALUES), 'write less: no recipe needs so many values');

const outputFormat = z
  .int()
  .min(0)
  .max(5)
  .describe('0 mp3, 1 wav 16 bit, 2 flac 16 bit, 3 m4a, 4 wav 32 bit, 5 flac 24 bit');

const source = z.union(
  [
    z.strictObject({ key: z.string().min(1).max(1024).describe('As `createUpload` answered it.') }),
    z.strictObject({
      url: z
        .url({ protocol: /^https?$/, error: 'give an address that begins with https:// or http://' })
        .max(LONGEST_LINK)
        .describe('A link to the song itself, or the share link of a service.'),
      service: z
        .enum(['direct', 'mega', 'drive', 'dropbox'])
        .optional()
        .describe('What kind of link it is; found out by its host when it is left out.'),
      fileName: z
        .string()
        .min(1)
        .max(1000)
        .optional()
        .describe('With its extension: services go by it. By default what the link ends with.'),
    }),
  ],
  'give either { "key": … } of an upload or { "url": … } of a link',
);

/** What a caller asks for one song. */
export const jobRequest = z
  .strictObject({
    source,
    recipe: z
      .union(
        [
          z.string().min(1).max(100).describe('The name of a recipe.'),
          written({ separations: z.array(z.unknown()).min(1) }).describe(
            'A recipe of your own, as docs/recipes.md describes it: `{ "separations": [ … ] }`.',
          ),
        ],
        'give the name of a recipe, or one of your own: { "separations": [ … ] }',
      )
      .optional(),
    separation: written({ type: z.union([z.int(), z.string()]) })
      .optional()
      .describe('One separation: `{ "type": "bs-roformer", "options": { "add_opt1": "29" } }`.'),
    outputFormat: outputFormat.optional().describe('The format of all stems, whatever the recipe says.'),
  })
  .refine(
    ({ recipe, separation }) => recipe === undefined || separation === undefined,
    'give either "recipe" or "separation": a job is made of one of them',
  )
  .meta({ id: 'JobRequest' });

export type JobRequest = z.output<typeof jobRequest>;
