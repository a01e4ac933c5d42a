import * as z from 'zod';
import { ApiProblem } from '../../errors/api-problem.ts';
import { NOTHING, type Operation } from '../operation.ts';
import type { ApiEvent } from './api-event.ts';

/** No body that the API takes is larger; API Gateway itself refuses those over 10 MB. */
const LARGEST_BODY_BYTES = 1024 * 1024;
/** How many mistakes an answer lists, and how much it says of each. */
const MOST_ERRORS = 50;
const LONGEST_TEXT = 200;
/** Of a pair of escapes (RFC 8259, section 7) the one without the other, which no table and no key can hold. */
const HALF_A_CHARACTER =
  /\\ud[89ab][\da-f]{2}(?!\\ud[c-f][\da-f]{2})|(?<!\\ud[89ab][\da-f]{2})\\ud[c-f][\da-f]{2}/i;
/** As the draft of the header lays down: a text, which we want short and printable. */
const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'use 1 to 200 printable characters without spaces, for example a UUID');

/** What a request says, checked. */
export interface ReadRequest<Path, Query, Body> {
  readonly parameters: Path;
  readonly query: Query;
  readonly body: Body;
  readonly idempotencyKey?: string;
}

/**
 * Reads and checks the parts of a request.
 *
 * @throws ApiProblem 400, 413 or 415, with everything that is wrong
 */
export function readRequest<Path extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Path, Query, Body>,
  event: ApiEvent,
): ReadRequest<z.output<Path>, z.output<Query>, z.output<Body>> {
  const key = operation.isIdempotent ? header(event, 'idempotency-key') : undefined;
  return {
    parameters: check(operation.parameters, event.pathParameters ?? {}, 'path'),
    query: check(operation.query, readQuery(event), 'query'),
    body: check(operation.body, takesNone(operation) ? {} : readJson(event), 'body'),
    ...(key === undefined ? {} : { idempotencyKey: check(idempotencyKey, key, 'header') }),
  };
}

/** A body that nobody asked for is not looked at. */
function takesNone({ body }: { readonly body: z.ZodType }): boolean {
  return body === NOTHING;
}

/** A parameter that comes twice is a mistake that must not pass for one of the two. */
function readQuery({ rawQueryString }: ApiEvent): Record<string, string> {
  const pairs = [...new URLSearchParams(rawQueryString)];
  const query = Object.fromEntries(pairs);
  const repeated = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index);
  if (repeated === undefined) return query;
  throw refusal([{ pointer: repeated[0], detail: 'This parameter may come once.' }]);
}

function readJson(event: ApiEvent): unknown {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LARGEST_BODY_BYTES) {
    throw new ApiProblem(
      'too-large',
      'A body may have 1 MiB. Audio does not go into it: create an upload, and send the file where that says.',
    );
  }
  const type = header(event, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  // Nobody sends a body, or says of which type it is, when nothing in it is needed.
  if (bytes.length === 0 && type === '') return {};
  if (type !== 'application/json' && !/^application\/[^ ]+\+json$/.test(type)) {
    throw new ApiProblem(
      'unsupported-media-type',
      'Send the body as JSON, with "Content-Type: application/json".',
    );
  }
  const text = readUtf8(bytes);
  if (HALF_A_CHARACTER.test(text.replaceAll('\\\\', ' '))) {
    throw new ApiProblem(
      'invalid-request',
      'A text of the body ends within a character: \\ud800 to \\udfff mean something in pairs only. Send whole characters.',
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(cause);
  }
}

function readUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notJson(cause);
  }
}

function notJson(cause: unknown): ApiProblem {
  return new ApiProblem('invalid-request', 'The body is not JSON. Check its brackets, commas and quotes.', {
    cause,
  });
}

/** Where a value stands in a request, and what it means when it is none. */
type Part = 'path' | 'query' | 'body' | 'header';

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, part: Part): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (part === 'path') {
    throw new ApiProblem('not-found', 'There is nothing under this address. Check its last part.');
  }
  throw refusal(
    parsed.error.issues
      .slice(0, MOST_ERRORS)
      .map(({ path, message }) => ({ pointer: pointerTo(part, path), detail: message })),
  );
}

function pointerTo(part: Part, path: readonly PropertyKey[]): string {
  if (part === 'header') return 'Idempotency-Key';
  return part === 'body'
    ? path.map((key) => `/${escaped(key)}`).join('')
    : path.map(String).join('.') || part;
}

function refusal(found: readonly { readonly pointer: string; readonly detail: string }[]): ApiProblem {
  const errors = found.map(({ pointer, detail }) => ({ pointer: short(pointer), detail: short(detail) }));
  const said = errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');
  const sentence = `The request is not usable: ${said}`.slice(0, 1000).toWellFormed();
  return new ApiProblem('invalid-request', `${sentence}.`, { errors });
}

/** Names in a request may be as long as a body may be: an answer repeats the beginning of them. */
function short(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT).toWellFormed()}…`;
}

/** As a JSON pointer writes a key (RFC 6901). */
function escaped(key: PropertyKey): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}

function header({ headers }: ApiEvent, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
