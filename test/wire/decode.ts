/**
 * A tiny vocabulary of strict decoders, written as clients in languages with static types read JSON: a value
 * has exactly the wanted type, an object exactly the wanted keys, and nothing is converted. It knows nothing
 * of the API's own schemas, on purpose: it judges them.
 */
export type Decode<Value> = (value: unknown, path: string) => Value;

type Shape = Readonly<Record<string, Decode<unknown>>>;
type Decoded<Fields extends Shape> = { readonly [Name in keyof Fields]: ReturnType<Fields[Name]> };

/** Names the place in an answer where a client with static types would stop. */
export class WireMismatch extends Error {
  override readonly name = 'WireMismatch';

  constructor(path: string, wanted: string, value: unknown) {
    super(`${path}: wanted ${wanted}, got ${(JSON.stringify(value) ?? String(value)).slice(0, 300)}`);
  }
}

export const bool: Decode<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new WireMismatch(path, 'true or false', value);
  return value;
};

export const text: Decode<string> = (value, path) => {
  if (typeof value !== 'string') throw new WireMismatch(path, 'a string', value);
  return value;
};

/** A string with at least one character. */
export const words: Decode<string> = (value, path) => {
  if (text(value, path).trim() === '') throw new WireMismatch(path, 'a string that says something', value);
  return text(value, path);
};

export const double: Decode<number> = (value, path) => {
  if (typeof value !== 'number') throw new WireMismatch(path, 'a number', value);
  return value;
};

/** As `Int` of Swift and `int` of C#: no fraction, no string, no boolean. */
export const int: Decode<number> = (value, path) => {
  if (!Number.isSafeInteger(value)) throw new WireMismatch(path, 'an integer', value);
  return double(value, path);
};

/** An integer that counts something. */
export const count: Decode<number> = (value, path) => {
  if (int(value, path) < 0) throw new WireMismatch(path, 'an integer of 0 or more', value);
  return int(value, path);
};

/** The integers 0 and 1 that stand for no and yes. */
export const flag: Decode<0 | 1> = (value, path) => {
  if (value !== 0 && value !== 1) throw new WireMismatch(path, 'the integer 0 or 1', value);
  return value;
};

export function exactly<const Value extends string | number | boolean | null>(
  ...values: readonly Value[]
): Decode<Value> {
  return (value, path) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new WireMismatch(path, values.map(String).join(' or '), value);
    return found;
  };
}

export function matching(pattern: RegExp): Decode<string> {
  return (value, path) => {
    if (!pattern.test(text(value, path))) throw new WireMismatch(path, String(pattern), value);
    return text(value, path);
  };
}

/** A JSON text inside a string. */
export function jsonText<Value>(decode: Decode<Value>): Decode<Value> {
  return (value, path) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text(value, path));
    } catch {
      throw new WireMismatch(path, 'a string that holds JSON', value);
    }
    return decode(parsed, `${path}(json)`);
  };
}

export function orNull<Value>(decode: Decode<Value>): Decode<Value | null> {
  return (value, path) => (value === null ? null : decode(value, path));
}

export function arrayOf<Value>(decode: Decode<Value>): Decode<readonly Value[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new WireMismatch(path, 'an array', value);
    return value.map((item, index) => decode(item, `${path}[${index}]`));
  };
}

/** An object, never an array or null, with whatever keys. */
export function recordOf<Value>(decode: Decode<Value>): Decode<Readonly<Record<string, Value>>> {
  return (value, path) =>
    Object.fromEntries(
      Object.entries(plainObject(value, path)).map(([key, item]) => [key, decode(item, `${path}.${key}`)]),
    );
}

/** An object with exactly these keys. */
export function object<const Fields extends Shape>(fields: Fields): Decode<Decoded<Fields>>;
export function object(fields: Shape): Decode<Readonly<Record<string, unknown>>> {
  return (value, path) => {
    const found = plainObject(value, path);
    const unexpected = Object.keys(found).filter((key) => !Object.hasOwn(fields, key));
    if (unexpected.length > 0) {
      throw new WireMismatch(path, `only ${Object.keys(fields).join(', ')}`, Object.keys(found));
    }
    return Object.fromEntries(
      Object.entries(fields).map(([key, decode]) => {
        if (!Object.hasOwn(found, key)) throw new WireMismatch(`${path}.${key}`, 'to be there', found);
        return [key, decode(found[key], `${path}.${key}`)];
      }),
    );
  };
}

/** The decoder that one field's value chooses: how a client reads a state machine. */
export function chosenBy<const Cases extends Shape>(
  name: string,
  cases: Cases,
): Decode<ReturnType<Cases[keyof Cases]>>;
export function chosenBy(name: string, cases: Shape): Decode<unknown> {
  return (value, path) => {
    const chosen = text(plainObject(value, path)[name], `${path}.${name}`);
    const decode = cases[chosen];
    if (decode === undefined) {
      throw new WireMismatch(`${path}.${name}`, Object.keys(cases).join(' or '), chosen);
    }
    return decode(value, path);
  };
}

function plainObject(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WireMismatch(path, 'an object', value);
  }
  return Object.fromEntries(Object.entries(value));
}
