import type { XmlElement } from './xml-element.ts';

/**
 * The children of an element as a plain object for a zod schema: leaf elements become their text, the
 * names in `lists` become arrays (also when they occur once or never), all others must occur once.
 */
export function xmlRecord(element: XmlElement, lists: readonly string[] = []): Record<string, unknown> {
  const record: Record<string, unknown> = Object.fromEntries(lists.map((name) => [name, []]));
  for (const child of element.children) {
    const value = child.children.length > 0 ? xmlRecord(child, lists) : child.text;
    const list = record[child.name];
    if (Array.isArray(list)) list.push(value);
    else record[child.name] = value;
  }
  return record;
}
