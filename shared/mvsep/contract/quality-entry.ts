import * as z from 'zod';
import { wireFlag } from './wire-flag.ts';
import { wireTime } from './wire-time.ts';

const fields = {
  id: z.int(),
  dataset_type: z.int().min(0).max(12),
  date: wireTime,
  algo_name: z.string(),
  main_text: z.string(),
  proc: z.literal([0, 1, 2]).describe('0 queued, 1 done, 2 running.'),
  proc_remote_date: wireTime.nullable().describe('When it was evaluated; null before.'),
  msg: z.string().describe('OK, or what was wrong with the zip; empty before it is evaluated.'),
  metrics: z
    .string()
    .nullable()
    .describe('Lines such as "Metric SDR for vocals: 9.1234"; null when there are none.'),
  dataset_name: z.string(),
  is_ensemble: wireFlag,
};

/** `sdr_vocals`, `sdr_other` …: which of them there are depends on the dataset. */
const SDR_KEY = /^sdr_[a-z0-9_]+$/;

/** One entry of the quality checker. Beside the named fields it has `sdr_<stem>` numbers, in decibels. */
export const qualityEntry = z
  .looseObject(fields)
  .refine(
    (entry) =>
      Object.entries(entry).every(
        ([key, value]) => key in fields || (SDR_KEY.test(key) && Number.isFinite(value)),
      ),
    'Beside the named fields only sdr_<stem> numbers are allowed.',
  )
  .meta({
    patternProperties: { [SDR_KEY.source]: { type: 'number', description: 'SDR of the stem in decibels.' } },
    additionalProperties: false,
  });
