import * as z from 'zod';
import { answerMessage } from './answer-message.ts';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { looseData, looseText } from './envelope.ts';
import { LONGEST_OPTION } from './longest-option.ts';
import { wireFields } from './wire-fields.ts';

/** The longest link and webhook address that are passed on. */
const LONGEST_URL = 8_192;
const OPTION = 'A key of the options that app/algorithms lists for the type, or a text where it takes one.';

/** Type 11 is in no list of types; it means type 10 with `add_opt1=1`. */
const DEFAULT_SEPARATION_TYPE = 11;

/** As mvsep.com says it, in its spelling. */
const NOT_SET = 'Seperation type is not set';

export const createSeparation = defineCall({
  name: 'separation.create',
  method: 'POST',
  path: '/api/separation/create',
  token: 'form',
  repeatable: false,
  ifLost:
    'so the separation may already have been created and charged. ' +
    'Look into the separation history of the account before uploading the song again.',
  purpose: 'Starts the separation of an uploaded file or of audio behind a link. It may cost credits.',
  params: z.object({
    url: wireFields.text(LONGEST_URL).describe('A link to the audio, in place of audiofile.'),
    remote_type: wireFields
      .word(['direct', 'mega', 'drive', 'dropbox'], 'direct')
      .describe('What kind of link url is.'),
    sep_type: wireFields
      .integer(0, 100_000, DEFAULT_SEPARATION_TYPE, { error: NOT_SET })
      .describe('A render_id of app/algorithms.'),
    add_opt1: wireFields.text(LONGEST_OPTION).describe(OPTION),
    add_opt2: wireFields.text(LONGEST_OPTION).describe(OPTION),
    add_opt3: wireFields.text(LONGEST_OPTION).describe(OPTION),
    add_opt4: wireFields.text(LONGEST_OPTION).describe(OPTION),
    output_format: wireFields
      .integer(0, 5, 0)
      .describe('0 mp3 320 kbps, 1 wav 16 bit, 2 flac 16 bit, 3 m4a, 4 wav 32 bit, 5 flac 24 bit.'),
    is_demo: wireFields.flag(false).describe('Whether anybody may find it in app/demo; sent as 0 or 1.'),
    webhook_url: wireFields
      .text(LONGEST_URL)
      .describe(
        'Undocumented, and yet used by clients of mvsep.com: where the answer of separation/get is posted, ' +
          'with the hash on top, once the separation is done or failed.',
      ),
  }),
  files: [
    {
      name: 'audiofile',
      about: 'The audio. Not needed with url, and by types that take no audio.',
      required: false,
    },
    { name: 'target_audiofile', about: 'Matchering only: the audio to change.', required: false },
    { name: 'reference_audiofile', about: 'Matchering only: the audio to resemble.', required: false },
  ],
  reply: z.strictObject({
    success: z.literal(true),
    data: z.strictObject({
      link: z.string().describe('Where separation/get tells how far it is.'),
      hash: z.string().describe('Of audio given as a file: for separation/get. Of a link: for get-remote.'),
    }),
  }),
  answer: z
    .looseObject({ success: z.unknown().optional(), data: looseData({ hash: looseText, link: looseText }) })
    .transform((answer) => ({
      /** A refusal is only what says so: anything else without a hash leaves the outcome open. */
      refused: [false, 'false', 0].some((no) => no === answer.success),
      hash: answer.data.hash,
      /** What the service said instead of a hash; only of use when it did not accept. */
      message: answerMessage(answer),
    })),
  errors: [
    callError.token(401),
    callError.invalid(NOT_SET, 'sep_type is no number or names no type'),
    callError.invalid(
      'The audiofile field is required.',
      'there is neither audiofile nor url, or another field is wrong',
    ),
    callError.refused(
      'Seperation type is unavailable until you purchase premium membership',
      'the type or the output format is for premium accounts',
    ),
    callError.refused(
      'You already have unprocessed file in queue. Please wait before adding new file!',
      'a separation of the account still waits or runs, and it has no premium',
    ),
    callError.refused(
      'You have reached the limit of separations for today. Please try again tomorrow or consider signing up for a premium account.',
      '50 separations were created within 24 hours without premium',
    ),
    callError.refused(
      'This separation costs 9 credits, and 4 are left. Buy credits, or disable premium.',
      'premium is enabled and the credits do not suffice',
    ),
    callError.tooLarge('The form is larger than this server takes. Send a link to the audio as url instead.'),
    callError.rate,
  ],
  examples: [
    {
      summary: 'Audio as a link',
      params: { url: 'https://example.com/my-song.wav', sep_type: 44, add_opt1: '6', output_format: 1 },
      reply: {
        success: true,
        data: {
          link: 'https://engine.example/api/separation/get?hash=n2AwBjy4KsFZfqqR',
          hash: 'n2AwBjy4KsFZfqqR',
        },
      },
    },
    {
      summary: 'Audio as a file, which the form carries as audiofile',
      params: { sep_type: 44, output_format: 1, is_demo: false },
      reply: {
        success: true,
        data: {
          link: 'https://engine.example/api/separation/get?hash=20260812120000-0123456789-my-song.wav',
          hash: '20260812120000-0123456789-my-song.wav',
        },
      },
    },
  ],
});
