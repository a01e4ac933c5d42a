import { arrayOf, type Decode, exactly, object, recordOf, WireMismatch, words } from './decode.ts';

/** The error body of every call: three places say the same sentence, for three kinds of clients. */
export interface Refusal {
  readonly message: string;
  /** Of login and register: what is wrong with each field. */
  readonly byField?: Readonly<Record<string, readonly string[]>>;
}

const places = { success: exactly(false), errors: arrayOf(words), data: object({ message: words }) };
const plain = object({ ...places, message: words });
const withStatus = object({
  ...places,
  message: words,
  status: exactly('not_found', 'failed', 'unavailable'),
});
const validation = object({ ...places, message: recordOf(arrayOf(words)) });

/**
 * Reads an error body. The answers of `get` and `get-remote` also carry a `status`; the message of login and
 * register may be an object of arrays, by field.
 */
export function refusalOf(path: string): Decode<Refusal> {
  return (value, where) => {
    if (/\/(get|get-remote)$/.test(path)) return same(withStatus(value, where), where);
    if (/\/(login|register)$/.test(path) && hasObjectMessage(value)) {
      const { message, errors } = validation(value, where);
      const texts = Object.values(message).flat();
      if (texts.length === 0 || errors[0] !== texts[0]) {
        throw new WireMismatch(where, 'errors[0] to be the first sentence of message', value);
      }
      return { message: errors[0] ?? '', byField: message };
    }
    return same(plain(value, where), where);
  };
}

function same(
  { errors, message, data }: ReturnType<typeof plain> | ReturnType<typeof withStatus>,
  path: string,
): Refusal {
  if (errors[0] !== message || data.message !== message) {
    throw new WireMismatch(path, 'the same sentence in all three places', { errors, message, data });
  }
  return { message };
}

function hasObjectMessage(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'object'
  );
}
