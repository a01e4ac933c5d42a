import {
  arrayOf,
  type Decode,
  double,
  exactly,
  flag,
  int,
  matching,
  object,
  orNull,
  recordOf,
  text,
  words,
} from './decode.ts';
import { linkUnder, time } from './formats.ts';

const fixed = object({
  id: int,
  dataset_type: int,
  date: time,
  algo_name: words,
  main_text: words,
  proc: exactly(0, 1, 2),
  proc_remote_date: orNull(time),
  msg: text,
  metrics: orNull(matching(/^(Metric .+ for .+: -?\d+(\.\d+)?(\n|$))*$/)),
  dataset_name: words,
  is_ensemble: flag,
});

/** An entry's fixed fields, and an `sdr_…` of a number for each stem. */
const entry: Decode<ReturnType<typeof fixed> & { readonly sdr: Readonly<Record<string, number>> }> = (
  value,
  path,
) => {
  const fields = Object.entries(recordOf((field) => field)(value, path));
  const isSdr = ([key]: readonly [string, unknown]) => key.startsWith('sdr_');
  return {
    ...fixed(Object.fromEntries(fields.filter((field) => !isSdr(field))), path),
    sdr: recordOf(double)(Object.fromEntries(fields.filter(isSdr)), path),
  };
};

/** What the calls of the quality checker answer with 200, as clients with static types read it. */
export function qualityAnswers(base: string) {
  return {
    queue: arrayOf(entry),
    leaderboard: object({
      data: arrayOf(entry),
      dataset_type: int,
      sortables: arrayOf(words),
      sort: text,
    }),
    add: object({
      success: exactly(true),
      data: object({ id: int, link: linkUnder(base, /^\/api\/quality_checker\/entry\?id=\d+$/) }),
    }),
    entry: object({ success: exactly(true), data: entry }),
    delete: object({ success: exactly(true), data: object({ message: exactly('successfully deleted') }) }),
  };
}
