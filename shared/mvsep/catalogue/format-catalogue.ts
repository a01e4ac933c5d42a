import type { Catalogue, OptionField, SeparationType } from './separation-type.ts';

/** The width of a line in this repository. */
const LINE_WIDTH = 110;

/**
 * The catalogue as the text of `separation-types.json`: what is as usual is left out, what fits on a line
 * stands on one, so that a change of one type is a small diff. Reading it gives the same catalogue again.
 */
export function formatCatalogue({ groups, types }: Catalogue): string {
  const sorted = types.toSorted((a, b) => a.id - b.id);
  return `${formatted({ groups, types: sorted.map(compactType) }, 0, 0)}\n`;
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

/** @param before how many characters already stand on the line, and @param after how many will follow. */
function formatted(value: unknown, indent: number, before: number, after = 0): string {
  const line = onOneLine(value);
  if (typeof value !== 'object' || value === null) return line;
  if (indent > 0 && before + line.length + after <= LINE_WIDTH) return line;
  const inner = indent + 2;
  const margin = ' '.repeat(inner);
  const entries = Array.isArray(value)
    ? value.map((item) => ['', item] as const)
    : presentEntries(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item] as const);
  const lines = entries.map(([label, item], index) => {
    const comma = index < entries.length - 1 ? ',' : '';
    return `${margin}${label}${formatted(item, inner, inner + label.length, comma.length)}${comma}`;
  });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join('\n')}\n${' '.repeat(indent)}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = presentEntries(value).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function presentEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
