import * as z from 'zod';
import { EdgeFunctionFailure } from './edge-function-failure.ts';
import { type EdgePair, edgeValues, fromEdgeValues, toEdgeValues } from './edge-values.ts';
import { isHiddenHeader } from './hidden-header.ts';

/** A response in the event of a CloudFront Function, or returned by one. */
export type EdgeResponse = z.infer<typeof edgeResponseSchema>;

/** A response that can be written. */
export interface ViewerAnswer {
  readonly status: number;
  readonly reason: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Absent when the function gave none. */
  readonly body: Buffer | undefined;
}

const edgeResponseSchema = z.strictObject({
  statusCode: z.int().min(100).max(599),
  statusDescription: z.string().optional(),
  headers: edgeValues.default({}),
  cookies: edgeValues.default({}),
  body: z
    .union([
      z.string().transform((data) => ({ encoding: 'text' as const, data })),
      z.strictObject({ encoding: z.literal(['text', 'base64']), data: z.string() }),
    ])
    .optional(),
});

/** Written by CloudFront itself. */
const OWN = new Set(['content-length', 'transfer-encoding', 'via']);

/** Writes the origin's answer as functions see it: its cookies apart from its headers, its body not at all. */
export function toEdgeResponse(
  statusCode: number,
  statusDescription: string,
  headers: Readonly<Record<string, string | readonly string[]>>,
): EdgeResponse {
  const pairs = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name: name.toLowerCase(), value })),
  );
  return {
    statusCode,
    statusDescription,
    headers: toEdgeValues(pairs.filter(({ name }) => name !== 'set-cookie' && !isHiddenHeader(name))),
    cookies: toEdgeValues(pairs.filter(({ name }) => name === 'set-cookie').map(cookieOf)),
  };
}

/**
 * Reads the response that a function returned.
 * @throws EdgeFunctionFailure with 502 when it is none, or sets a header that functions may not set
 */
export function fromEdgeResponse(returned: unknown): ViewerAnswer {
  const parsed = edgeResponseSchema.safeParse(returned);
  if (!parsed.success) {
    throw new EdgeFunctionFailure(502, `It returned no response: ${z.prettifyError(parsed.error)}`);
  }
  const { statusCode, statusDescription, headers, cookies, body } = parsed.data;
  const byName = Map.groupBy(fromEdgeValues(headers), ({ name }) => name.toLowerCase());
  const forbidden = [...byName.keys()].find(isHiddenHeader);
  if (forbidden !== undefined) {
    throw new EdgeFunctionFailure(502, `It set the header ${forbidden}, which it may not.`);
  }
  const written = [...byName].filter(([name]) => !OWN.has(name));
  const setCookies = fromEdgeValues(cookies).map(textOfCookie);
  return {
    status: statusCode,
    reason: statusDescription,
    headers: {
      ...Object.fromEntries(written.map(([name, pairs]) => [name, pairs.map(({ value }) => value)])),
      ...(setCookies.length > 0 && { 'set-cookie': setCookies }),
    },
    body: body && Buffer.from(body.data, body.encoding === 'text' ? 'utf8' : 'base64'),
  };
}

/** `name=value; attributes` in its parts. */
function cookieOf({ value: text }: EdgePair): EdgePair {
  const [, name = '', value = '', attributes] = /^([^=;]*)=?([^;]*)(?:; *(.*))?$/.exec(text) ?? [];
  return { name, value, attributes };
}

function textOfCookie({ name, value, attributes }: EdgePair): string {
  return `${name}=${value}${attributes ? `; ${attributes}` : ''}`;
}
