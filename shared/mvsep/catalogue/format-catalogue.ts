import { formatJson } from '../format-json.ts';
import type { Catalogue, OptionField, SeparationType } from './separation-type.ts';

/**
 * The catalogue as the text of `separation-types.json`: what is as usual is left out, what fits on a line
 * stands on one, so that a change of one type is a small diff. Reading it gives the same catalogue again.
 */
export function formatCatalogue({ groups, types }: Catalogue): string {
  const sorted = types.toSorted((a, b) => a.id - b.id);
  return formatJson({ groups, types: sorted.map(compactType) });
}

/** Values that are as usual become undefined, which is not written. */
function compactType(type: SeparationType) {
  const { id, name, slug, group, order, active, access, input, creditsPerMinute, stems, fields } = type;
  return {
    id,
    name,
    slug,
    group,
    order: order === 0 ? undefined : order,
    active: active ? undefined : active,
    access,
    input,
    creditsPerMinute,
    stems,
    fields: fields.length === 0 ? undefined : fields.map(compactField),
  };
}

function compactField(field: OptionField) {
  const { key, label, inputType, serverKey, required, options, priceMultipliers, conditions } = field;
  const usual = options === undefined ? 'text' : 'select';
  return {
    key,
    label,
    inputType: inputType === usual ? undefined : inputType,
    serverKey,
    default: field.default,
    required: required ? required : undefined,
    options,
    priceMultipliers,
    conditions: conditions.length === 0 ? undefined : conditions,
  };
}
