import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { camelKeys } from './camel-keys.ts';
import { datasetType } from './dataset-type.ts';
import { EXAMPLE_QUALITY_ENTRY } from './example-quality-entry.ts';
import { looseFields } from './loose-fields.ts';
import { qualityAnswer } from './quality-answer.ts';
import { qualityEntry } from './quality-entry.ts';
import { wireFields } from './wire-fields.ts';

export const showLeaderboard = defineCall({
  name: 'qualityChecker.leaderboard',
  method: 'GET',
  path: '/api/quality_checker/leaderboard',
  token: 'none',
  repeatable: true,
  purpose: 'Lists the evaluated entries for one dataset, the best first.',
  params: z.object({
    dataset_type: datasetType,
    start: wireFields.start().describe('How many items to leave out, counted from the best.'),
    limit: wireFields.limit(),
    algo_name_filter: wireFields.text(200).describe('Only entries whose algo_name contains this text.'),
    sort: wireFields.text(100).describe('One of the sortables of the answer.'),
  }),
  reply: z.strictObject({
    data: z.array(qualityEntry),
    dataset_type: z.int().min(0).max(12),
    sortables: z.array(z.string()).describe('What sort takes for this dataset, in order.'),
    sort: z.string().describe('What the entries are sorted by.'),
  }),
  answer: z
    .object({
      data: z.array(qualityAnswer),
      dataset_type: looseFields.number,
      sortables: z.array(z.string()).catch([]),
      sort: looseFields.text,
    })
    .transform(({ data: entries, ...others }) => ({ entries, ...camelKeys(others) })),
  errors: [callError.invalid('The dataset_type field must be at most 12.'), callError.rate],
  examples: [
    {
      summary: 'The best by its vocals',
      params: { dataset_type: 1, start: 0, limit: 1, sort: 'sdr_vocals' },
      reply: {
        data: [EXAMPLE_QUALITY_ENTRY],
        dataset_type: 1,
        sortables: ['sdr_vocals', 'sdr_instrum'],
        sort: 'sdr_vocals',
      },
    },
  ],
});
