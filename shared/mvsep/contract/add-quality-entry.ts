import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { datasetType } from './dataset-type.ts';
import { looseFields } from './loose-fields.ts';
import { unwrapped } from './unwrapped.ts';
import { wireFields } from './wire-fields.ts';

const LONGEST_URL = 8_192;

export const addQualityEntry = defineCall({
  name: 'qualityChecker.add',
  method: 'POST',
  path: '/api/quality_checker/add',
  token: 'form',
  repeatable: false,
  ifLost: 'so the entry may be in the queue already. Look into the queue of the quality checker first.',
  purpose: 'Hands in a zip of separated stems, to be compared with the true stems of a dataset.',
  params: z.object({
    algo_name: wireFields.requiredText(200).describe('Name of the algorithm.'),
    main_text: wireFields.requiredText(10_000).describe('Description of the algorithm.'),
    dataset_type: datasetType,
    ensemble: wireFields.integer(0, 1, 0).describe('1 when several algorithms were combined.'),
    password: wireFields.password(1, 200).describe('Needed to delete the entry.'),
    url: wireFields
      .text(LONGEST_URL)
      .describe(
        'Extension, not known to mvsep.com: a link to the zip, in place of zipfile, ' +
          'for a zip that is larger than the server takes in a form.',
      ),
  }),
  files: [
    { name: 'zipfile', about: 'The zip of separated stems; needed unless url is given.', required: false },
  ],
  reply: z.strictObject({
    success: z.literal(true),
    data: z.strictObject({ id: z.int(), link: z.string().describe('Where to see the entry.') }),
  }),
  answer: unwrapped(z.object({ id: looseFields.requiredInteger, link: looseFields.text })),
  errors: [
    callError.token(401),
    callError.invalid('The algo_name field is required.'),
    callError.invalid('The zipfile field is required.', 'there is neither zipfile nor url'),
    callError.tooLarge('The form is larger than this server takes. Send a link to the zip as url instead.'),
    callError.rate,
  ],
  examples: [
    {
      summary: 'A zip as a file, which the form carries as zipfile',
      params: {
        algo_name: 'Centre by median filter',
        main_text: 'Window of 4096 samples, no training.',
        dataset_type: 1,
        ensemble: 0,
        password: 'to delete it',
      },
      reply: {
        success: true,
        data: { id: 7772, link: 'https://engine.example/api/quality_checker/entry?id=7772' },
      },
    },
  ],
});
