/** The width of a line in this repository. */
const LINE_WIDTH = 110;

/**
 * A value as the text of a JSON file of this repository: what fits on a line stands on one, so that a small
 * change is a small diff. Undefined values are left out.
 */
export function formatJson(value: unknown): string {
  return `${formatted(value, 0, 0)}\n`;
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
