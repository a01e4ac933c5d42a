import * as z from 'zod';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';

const SDR = 'sdr_';

const fields = z.looseObject({
  id: looseFields.requiredInteger,
  dataset_type: looseFields.number,
  date: looseFields.text,
  algo_name: looseFields.text,
  main_text: looseFields.text,
  /** 0 queued, 1 done, 2 running. */
  proc: looseFields.number,
  proc_remote_date: looseFields.text,
  msg: looseFields.text,
  metrics: looseFields.text,
  dataset_name: looseFields.text,
  is_ensemble: looseFields.flag,
});

/** One entry of the quality checker, as clients see it: `sdr.vocals` is the SDR of the vocals in decibels. */
export const qualityAnswer = fields.transform((entry) => {
  const sdr = Object.entries(entry).flatMap(([key, value]): [string, number][] => {
    const read = key.startsWith(SDR) ? looseFields.number.parse(value) : undefined;
    return read === undefined ? [] : [[key.slice(SDR.length), read]];
  });
  return { ...camelKeys(z.object(fields.shape).parse(entry)), sdr: Object.fromEntries(sdr) };
});
