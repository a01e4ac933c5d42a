import { AwsServiceError } from '../aws-service-error.ts';
import type { XmlElement } from './xml-element.ts';

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
// One token after another: declaration or comment, CDATA, tag, text. A DOCTYPE matches none of them.
const TOKEN =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

function malformed(): AwsServiceError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsServiceError('MalformedXML', message, 400);
}

function unescapeText(text: string): string {
  return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const numeric = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    if (numeric !== null) {
      const code = numeric[1] === undefined ? Number(numeric[2]) : Number.parseInt(numeric[1], 16);
      if (code > 0x10ffff) throw malformed();
      return String.fromCodePoint(code);
    }
    const character = whole.endsWith(';') ? ENTITIES[name] : undefined;
    if (character === undefined) throw malformed();
    return character;
  });
}

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

function closeElement(stack: OpenElement[], name: string): void {
  const closed = stack.pop();
  if (closed === undefined || closed.name !== name || stack.length === 0) throw malformed();
  stack.at(-1)?.children.push(closed);
}

/**
 * Reads the XML that S3 clients send: elements, text, CDATA and the five named entities. Attributes are
 * skipped, name-space prefixes dropped, and a DOCTYPE is refused, so nothing can be included or expanded.
 * @throws {AwsServiceError} MalformedXML.
 */
export function readXml(document: string): XmlElement {
  const root: OpenElement = { name: '', children: [], text: '' };
  const stack = [root];
  TOKEN.lastIndex = 0;
  const source = document.replace(/^\uFEFF/, '');
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    const open = stack.at(-1);
    if (match === null || open === undefined || stack.length > 20) throw malformed();
    const [, cdata, slash, qualifiedName, , selfClosing, text] = match;
    if (cdata !== undefined) open.text += cdata;
    else if (text !== undefined) open.text += unescapeText(text);
    else if (qualifiedName !== undefined) {
      const name = qualifiedName.replace(/^.*:/, '');
      if (slash !== '/') stack.push({ name, children: [], text: '' });
      if (slash === '/' || selfClosing === '/') closeElement(stack, name);
    }
  }
  const [only] = root.children;
  if (stack.length !== 1 || only === undefined || root.children.length > 1 || root.text.trim() !== '') {
    throw malformed();
  }
  return only;
}
