import { BlockList, isIP } from 'node:net';
import * as z from 'zod';
import { isPlainObject } from '../template/plain-object.ts';

/** Whether a leaf of an event matches; `undefined` stands for an absent field. */
export type ValueTest = (value: unknown) => boolean;

const text = z.string();
const ignoreCase = z.strictObject({ 'equals-ignore-case': text });
const textOrIgnoreCase = z.union([text, ignoreCase]);
const scalar = z.union([text, z.number(), z.boolean(), z.null()]);
const oneOrMore = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.array(schema).min(1), schema.transform((one) => [one])]);

type Filter = (argument: unknown, path: string) => ValueTest;

const FILTERS: Readonly<Record<string, Filter>> = {
  exists: (argument) => {
    const expected = z.boolean().parse(argument);
    return (value) => (value !== undefined) === expected;
  },
  prefix: (argument) => affix(argument, (value, part) => value.startsWith(part)),
  suffix: (argument) => affix(argument, (value, part) => value.endsWith(part)),
  'equals-ignore-case': (argument) => {
    const expected = text.parse(argument).toLowerCase();
    return ofText((value) => value.toLowerCase() === expected);
  },
  wildcard: (argument) => {
    const expression = wildcard(text.parse(argument));
    return ofText((value) => expression.test(value));
  },
  'anything-but': anythingBut,
  numeric,
  cidr,
};

/**
 * Compiles one item of a pattern's list: a plain value, or an object with one content filter.
 * @throws Error naming the field for a filter that does not exist or whose argument is wrong
 */
export function compileFilter(filter: unknown, path: string): ValueTest {
  if (!isPlainObject(filter)) {
    const expected = scalar.parse(filter);
    return (value) => value === expected;
  }
  const [entry, ...more] = Object.entries(filter);
  const compile = entry === undefined ? undefined : FILTERS[entry[0]];
  if (entry === undefined || compile === undefined || more.length > 0) {
    throw new Error(`The event filter ${JSON.stringify(filter)} at ${path} is not modelled.`);
  }
  try {
    return compile(entry[1], path);
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    throw new Error(`The event filter ${JSON.stringify(filter)} at ${path} has a wrong argument.`, { cause });
  }
}

function affix(argument: unknown, has: (value: string, part: string) => boolean): ValueTest {
  const part = textOrIgnoreCase.parse(argument);
  if (typeof part === 'string') return ofText((value) => has(value, part));
  const lower = part['equals-ignore-case'].toLowerCase();
  return ofText((value) => has(value.toLowerCase(), lower));
}

/** anything-but takes values, or one of the text filters with one or more arguments. */
function anythingBut(argument: unknown, path: string): ValueTest {
  if (!isPlainObject(argument)) {
    const excluded: readonly unknown[] = oneOrMore(z.union([text, z.number()])).parse(argument);
    return (value) => value !== undefined && !excluded.includes(value);
  }
  const [name, inner] = Object.entries(argument)[0] ?? [];
  if (name === undefined || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
    throw new Error(`The event filter anything-but ${JSON.stringify(argument)} at ${path} is not modelled.`);
  }
  const tests = oneOrMore(textOrIgnoreCase)
    .parse(inner)
    .map((part) => compileFilter({ [name]: part }, path));
  return (value) => typeof value === 'string' && !tests.some((test) => test(value));
}

/** ["=", 5] or a range such as [">", 0, "<=", 10]. */
function numeric(argument: unknown): ValueTest {
  const comparison = z.literal(['=', '<', '<=', '>', '>=']);
  const [first, limit, second, upper] = z
    .union([z.tuple([comparison, z.number()]), z.tuple([comparison, z.number(), comparison, z.number()])])
    .parse(argument);
  return (value) =>
    typeof value === 'number' &&
    compare(value, first, limit) &&
    (second === undefined || upper === undefined || compare(value, second, upper));
}

function compare(value: number, operator: '=' | '<' | '<=' | '>' | '>=', limit: number): boolean {
  switch (operator) {
    case '=':
      return value === limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

function cidr(argument: unknown): ValueTest {
  const [network = '', bits = ''] = text.parse(argument).split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  const addresses = new BlockList();
  addresses.addSubnet(network, Number(bits), family);
  return ofText((value) => isIP(value) !== 0 && addresses.check(value, isIP(value) === 6 ? 'ipv6' : 'ipv4'));
}

/** `*` stands for any run of characters, `\*` for a star, `\\` for a backslash. */
function wildcard(pattern: string): RegExp {
  if (/(?<!\\)\*\*/.test(pattern)) throw new Error(`Two stars in a row are not allowed: "${pattern}".`);
  const source = pattern.replace(/\\([*\\])|(\*)|([\s\S])/gu, (_, escaped, star, other) =>
    star === undefined ? RegExp.escape(escaped ?? other) : '.*',
  );
  return new RegExp(`^${source}$`, 'su');
}

function ofText(test: (value: string) => boolean): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}
