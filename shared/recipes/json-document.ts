import {
  createScanner,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { placesIn } from './places-in.ts';
import type { RecipeProblem } from './recipe-problem.ts';

/** Deeper than any recipe; the parser calls itself for each level. */
const MAXIMUM_NESTING = 60;

/** A JSON document that somebody wrote by hand: comments and trailing commas are welcome. */
export interface JsonDocument {
  /** As much of it as can be understood; absent when that is nothing. */
  readonly root: Node | undefined;
  /** What is wrong with its syntax, in the order of the lines. */
  readonly problems: readonly RecipeProblem[];
  /** A problem at a place of the document. */
  problemAt(offset: number, path: JSONPath, message: string): RecipeProblem;
}

/** Reads a document whatever is wrong with it: its problems say where. */
export function readJsonDocument(text: string): JsonDocument {
  const placeOf = placesIn(text);
  const problemAt = (offset: number, path: JSONPath, message: string): RecipeProblem => ({
    ...placeOf(offset),
    path: pathText(path),
    message,
  });
  const tooDeep = nestedTooDeeply(text);
  if (tooDeep !== undefined) {
    const message = `More than ${MAXIMUM_NESTING} brackets are open here. Recipes need far fewer: close some.`;
    return { root: undefined, problems: [problemAt(tooDeep, [], message)], problemAt };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const wrong = errors.map(({ error, offset }) =>
    problemAt(Math.min(offset, text.length), [], syntaxMessage(error, text.charAt(offset))),
  );
  const twice = root === undefined ? [] : keysThatStandTwice(root, []);
  const repeated = twice.map(({ node, path }) =>
    problemAt(node.offset, path, `${JSON.stringify(node.value)} stands here twice. Keep one of the two.`),
  );
  return { root, problems: inOrder([...onePerLine(wrong), ...repeated]), problemAt };
}

/** Problems in the order of their places. */
export function inOrder(problems: readonly RecipeProblem[]): RecipeProblem[] {
  return problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
}

/** Found by its tokens alone, one after the other. */
function nestedTooDeeply(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    const first = text.charAt(offset);
    if (first === '{' || first === '[') depth += 1;
    if (first === '}' || first === ']') depth -= 1;
    if (depth > MAXIMUM_NESTING) return offset;
  }
  return undefined;
}

/** The parser stumbles on after an error: of one line, only what it says first is worth reading. */
function onePerLine(problems: readonly RecipeProblem[]): RecipeProblem[] {
  return problems.filter(({ line }, index) => problems.findIndex((other) => other.line === line) === index);
}

/** JSON allows it, and the last one would silently count. */
function keysThatStandTwice(node: Node, path: JSONPath): { node: Node; path: JSONPath }[] {
  const children = node.children ?? [];
  if (node.type === 'array') {
    return children.flatMap((child, index) => keysThatStandTwice(child, [...path, index]));
  }
  if (node.type !== 'object') return [];
  const seen = new Set<unknown>();
  return children.flatMap(({ children: [key, value] = [] }) => {
    if (key === undefined) return [];
    const here = [...path, String(key.value)];
    const again = seen.has(key.value) ? [{ node: key, path: here }] : [];
    seen.add(key.value);
    return [...again, ...(value === undefined ? [] : keysThatStandTwice(value, here))];
  });
}

/** @example pathText(['recipes', 'my band', 'separations', 0]); // 'recipes["my band"].separations[0]' */
function pathText(path: JSONPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(part)) return index === 0 ? part : `.${part}`;
      return `[${JSON.stringify(part.slice(0, 40))}]`;
    })
    .join('');
}

const NOT_JSON = 'This is not JSON. Write names and texts in double quotes, as "drums".';
const WRONG_CHARACTER =
  'This text holds a character or an escape that JSON does not know. Write a backslash as \\\\.';

/** What to do about each error of the parser, by the name it gives it. */
const SYNTAX: Readonly<Record<string, string>> = {
  CommaExpected: 'A comma is missing before this.',
  ColonExpected: 'A colon is missing before this: write "name": value.',
  PropertyNameExpected: NOT_JSON,
  InvalidSymbol: NOT_JSON,
  ValueExpected: 'A value is missing here: a text in double quotes, a number, { … } or [ … ].',
  CloseBraceExpected: 'A closing brace } is missing here.',
  CloseBracketExpected: 'A closing bracket ] is missing here.',
  EndOfFileExpected:
    'The document ended before this. Delete the rest, or a closing brace that is one too many.',
  UnexpectedEndOfString: 'This text has no closing double quote on its line.',
  UnexpectedEndOfComment: 'This comment does not end: write */ behind it.',
  InvalidCharacter: WRONG_CHARACTER,
  InvalidEscapeCharacter: WRONG_CHARACTER,
  InvalidUnicode: WRONG_CHARACTER,
};

/** @param character where the parser found it */
function syntaxMessage(error: ParseError['error'], character: string): string {
  if (printParseErrorCode(error) === 'CommaExpected' && (character === '}' || character === ']')) {
    const missing = character === '}' ? 'bracket ]' : 'brace }';
    return `A closing ${missing} is missing before this, or this ${character} is one too many.`;
  }
  return SYNTAX[printParseErrorCode(error)] ?? NOT_JSON;
}
