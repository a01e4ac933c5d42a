import {
  findSeparationType,
  type OptionField,
  type SeparationType,
} from '../../../shared/mvsep/catalogue/separation-type.ts';
import { SEPARATORS } from '../../../shared/separators/registry.ts';
import type { Separator } from '../../../shared/separators/separator.ts';

/** The scope of types that take one audio file, and the one that is meant when none is named. */
const SINGLE_UPLOAD = 'single_upload';

/** Ids of the groups of separation types, as the service numbers them. */
const GROUP_IDS: Readonly<Record<string, number>> = {
  'Experimental and Misc': 10,
  'Drums, Bass and Synth': 20,
};

const ORIENTATIONS = { everyone: 0, registered: 1, premium: 2 } as const;

/** When these descriptions were written; the API wants a time. */
const SINCE = '2026-01-01 00:00:00';

/**
 * The separation types that this Engine runs, as `app/algorithms` lists them. Names and options are those of
 * the service, so that its clients find their way; the descriptions say what truly runs.
 *
 * @param scopes comma-separated; types of other scopes are left out.
 */
export function describeAlgorithms(scopes = '') {
  const wanted = scopes === '' ? SINGLE_UPLOAD : scopes;
  if (!wanted.split(',').some((scope) => scope.trim() === SINGLE_UPLOAD)) return [];
  return SEPARATORS.flatMap((separator, index) => {
    const type = findSeparationType(separator.sepType);
    return type === undefined ? [] : [describe(separator, type, index + 1)];
  });
}

function describe(separator: Separator, type: SeparationType, position: number) {
  const groupId = GROUP_IDS[type.group] ?? 0;
  const outputs = Object.fromEntries(separator.stems.map(({ name, label }) => [name, label]));
  return {
    id: type.id,
    name: type.name,
    algorithm_group_id: groupId,
    orientation: ORIENTATIONS[type.access],
    render_id: type.id,
    order_id: position,
    created_at: SINCE,
    updated_at: SINCE,
    price_coefficient: type.creditsPerMinute,
    is_active: 1,
    audio_widget: SINGLE_UPLOAD,
    output_stems: JSON.stringify(Object.keys(outputs)),
    outputs: JSON.stringify(outputs),
    description: separator.description,
    usage: 0,
    rating: { average: 0, total: 0 },
    algorithm_fields: type.fields.map((field, index) => describeField(field, type.id, index)),
    algorithm_descriptions: [
      {
        id: type.id,
        short_description: separator.algorithm,
        long_description: `<p>${separator.description}</p>`,
        lang: 'en',
        algorithm_id: type.id,
      },
    ],
    algorithm_group: { id: groupId, name: type.group },
  };
}

function describeField(field: OptionField, algorithmId: number, index: number) {
  return {
    id: algorithmId * 10 + index,
    name: field.key,
    text: field.label,
    algorithm_id: algorithmId,
    options: JSON.stringify(field.options ?? {}),
    default_key: field.default ?? null,
    server_key: field.key,
    input_type: field.options === undefined ? 'text' : 'select',
    required: field.required ? 1 : 0,
    // One method runs whatever is chosen, so no choice costs more here.
    price_rules: [],
    conditions: [],
  };
}
