import type { OptionField, SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';

/** Fields have numbers of their own, by which conditions name them; no type has ten of them. */
const FIELDS_OF_A_TYPE = 10;

/** One option field as the list of algorithms shows it. */
export function describeField(type: SeparationType, field: OptionField) {
  return {
    id: fieldId(type, field.key),
    name: field.key,
    text: field.label,
    algorithm_id: type.id,
    options: JSON.stringify(field.options ?? {}),
    default_key: field.default ?? null,
    server_key: field.serverKey ?? field.key,
    input_type: field.inputType,
    required: field.required ? (1 as const) : (0 as const),
    price_rules: Object.entries(field.priceMultipliers ?? {}).map(([option, multiplier]) => ({
      option_key: option,
      mode: 'multiplier' as const,
      value: multiplier.toFixed(4),
    })),
    conditions: field.conditions.map(({ dependsOn, values, action }) => ({
      depends_on_field_id: fieldId(type, dependsOn),
      operator: 'in' as const,
      value_json: JSON.stringify(values),
      action,
    })),
  };
}

function fieldId({ id, fields }: SeparationType, key: OptionField['key']): number {
  return id * FIELDS_OF_A_TYPE + fields.findIndex((field) => field.key === key) + 1;
}
