/**
 * A Markdown text with another content between the markers of a generated section.
 *
 * @example replaceSection('<!-- begin: x -->…<!-- end: x -->', 'x', 'new text');
 * @throws Error when the text has no such section.
 */
export function replaceSection(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The text has no section ${begin} … ${end}. Put it back.`);
  return `${text.slice(0, from + begin.length)}\n${content.trim()}\n${text.slice(to)}`;
}
