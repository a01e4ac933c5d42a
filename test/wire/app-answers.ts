import {
  arrayOf,
  bool,
  count,
  type Decode,
  double,
  exactly,
  flag,
  int,
  jsonText,
  matching,
  object,
  orNull,
  recordOf,
  text,
  WireMismatch,
  words,
} from './decode.ts';
import { anyHash, apiToken, fileLinkUnder, longHash, minute, size, time } from './formats.ts';

const orientation = exactly(0, 1, 2);
const scope = exactly('single_upload', 'no_upload', 'matchering_upload');
const price = matching(/^\d+\.\d{4}$/);

const field = object({
  id: int,
  name: matching(/^add_opt[1-4]$/),
  text: words,
  algorithm_id: int,
  options: jsonText(recordOf(text)),
  default_key: orNull(text),
  server_key: text,
  input_type: exactly('select', 'text', 'textarea'),
  required: flag,
  price_rules: arrayOf(object({ option_key: text, mode: exactly('multiplier'), value: price })),
  conditions: arrayOf(
    object({
      depends_on_field_id: int,
      operator: exactly('in'),
      value_json: jsonText(arrayOf(text)),
      action: exactly('show', 'hide'),
    }),
  ),
});

const algorithm = object({
  id: int,
  name: words,
  algorithm_group_id: int,
  orientation,
  render_id: count,
  order_id: int,
  created_at: time,
  updated_at: time,
  price_coefficient: double,
  is_active: flag,
  audio_widget: scope,
  output_stems: jsonText((value) => value),
  outputs: jsonText(recordOf(text)),
  description: text,
  usage: count,
  rating: object({
    average: (value, path) => (value === 0 ? '0' : price(value, path)),
    total: count,
  }),
  algorithm_fields: arrayOf(field),
  algorithm_descriptions: arrayOf(
    object({
      id: int,
      short_description: text,
      long_description: text,
      lang: matching(/^[a-z]{2}(-[A-Za-z]+)?$/),
      algorithm_id: int,
    }),
  ),
  algorithm_group: object({ id: int, name: words }),
});

/** Two clients read the first field of the first algorithm without asking whether there is one. */
const algorithms: Decode<readonly ReturnType<typeof algorithm>[]> = (value, path) => {
  const all = arrayOf(algorithm)(value, path);
  if (all.length > 0 && all[0]?.algorithm_fields.length === 0) {
    throw new WireMismatch(`${path}[0].algorithm_fields`, 'at least one field', []);
  }
  return all;
};

const ofPlan = object({ plan: exactly('premium', 'registered', 'unregistered'), queue: count });
const basicAlgorithm = {
  name: words,
  algorithm_group_id: int,
  orientation,
  render_id: count,
  order_id: int,
};
const profile = {
  name: text,
  email: text,
  api_token: apiToken,
  created_at: time,
  updated_at: time,
  premium_minutes: int,
  premium_enabled: flag,
  long_filenames_enabled: flag,
};
const historyLine = object({
  id: int,
  // A link that names no file has its short hash only, until its audio is there.
  hash: matching(anyHash),
  created_at: time,
  updated_at: time,
  job_exists: bool,
  credits: orNull(count),
  time_left: int,
  algorithm: object({ ...basicAlgorithm, algorithm_group: object({ id: int, name: words }) }),
});

/** What the calls about the site and the account answer with 200, as clients with static types read it. */
export function appAnswers(base: string) {
  const switched = (state: 'enabled' | 'disabled') =>
    object({ success: exactly(true), message: exactly(`successfully ${state}`) });
  const enabled = switched('enabled');
  const disabled = switched('disabled');
  return {
    algorithms,
    news: arrayOf(
      object({
        id: int,
        title: words,
        lang: matching(/^[a-z]{2}$/),
        text,
        status: int,
        created_at: time,
        updated_at: time,
      }),
    ),
    queue: object({
      queue: object({ in_process: count, premium: count, registered: count, unregistered: count }),
      plan: ofPlan,
      current: ofPlan,
      free_separations: object({ left: count, max: count }),
    }),
    demo: arrayOf(
      object({
        hash: matching(longHash),
        date: minute,
        input_audio: fileLinkUnder(base),
        size,
        algorithm: object(basicAlgorithm),
      }),
    ),
    login: object({ success: exactly(true), data: object(profile) }),
    register: object({ success: exactly(true), message: words }),
    user: object({
      success: exactly(true),
      data: object({ ...profile, current_queue: arrayOf(historyLine) }),
    }),
    separationHistory: object({ success: exactly(true), data: arrayOf(historyLine) }),
    enablePremium: enabled,
    disablePremium: disabled,
    enableLongFilenames: enabled,
    disableLongFilenames: disabled,
  };
}
