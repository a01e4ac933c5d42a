/** What an element may hold; an array repeats the element, undefined leaves it out. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Characters that would end the text or, like control characters, get lost in a reader. */
function escapeText(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: object keys may hold control characters
    /[&<>"\u0000-\u001f\u007f]/g,
    (character) =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ??
      `&#x${character.charCodeAt(0).toString(16)};`,
  );
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}

function element(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (isList(content)) return content.map((item) => element(name, item)).join('');
  return `<${name}>${inner(content)}</${name}>`;
}

function inner(content: Exclude<XmlContent, undefined | readonly XmlContent[]>): string {
  if (typeof content !== 'object') return escapeText(String(content));
  return Object.entries(content)
    .map(([name, child]) => element(name, child))
    .join('');
}

/** Writes an S3 answer; errors carry no name space, everything else the one of S3. */
export function writeXml(root: string, content: string | { readonly [name: string]: XmlContent }): string {
  const namespace = root === 'Error' ? '' : ` xmlns="${S3_NAMESPACE}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${inner(content)}</${root}>`;
}
