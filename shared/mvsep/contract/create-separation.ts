import * as z from 'zod';
import { answerMessage } from './answer-message.ts';
import { defineCall } from './call.ts';
import { looseData, looseText } from './envelope.ts';
import { wireFields } from './wire-fields.ts';

/** The longest link and webhook address that are passed on. */
const LONGEST_URL = 8_192;
/** Text prompts of generating types travel in an option field. */
const LONGEST_OPTION = 10_000;

/** Type 11 is in no list of types; it means type 10 with `add_opt1=1`. */
const DEFAULT_SEPARATION_TYPE = 11;

export const createSeparation = defineCall({
  name: 'separation.create',
  method: 'POST',
  path: '/api/separation/create',
  token: 'form',
  repeatable: false,
  purpose: 'Starts the separation of an uploaded file or of audio behind a link. It may cost credits.',
  params: z.object({
    url: wireFields.text(LONGEST_URL),
    remote_type: wireFields.word(['direct', 'mega', 'drive', 'dropbox'], 'direct'),
    sep_type: wireFields.integer(0, 100_000, DEFAULT_SEPARATION_TYPE),
    add_opt1: wireFields.text(LONGEST_OPTION),
    add_opt2: wireFields.text(LONGEST_OPTION),
    add_opt3: wireFields.text(LONGEST_OPTION),
    add_opt4: wireFields.text(LONGEST_OPTION),
    output_format: wireFields.integer(0, 5, 0),
    is_demo: wireFields.flag(false),
    webhook_url: wireFields.text(LONGEST_URL),
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
});
