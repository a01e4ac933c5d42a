import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { EdgeFunctionFailure } from './edge-function-failure.ts';
import { edgeValues, fromEdgeValues, toEdgeValues } from './edge-values.ts';
import { isHiddenHeader } from './hidden-header.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** The request in the event of a CloudFront Function. */
export type EdgeRequest = z.infer<typeof edgeRequestSchema>;

/** What a function returns to let a request go on. */
const edgeRequestSchema = z.strictObject({
  method: z.string(),
  uri: z.string().startsWith('/'),
  querystring: edgeValues,
  headers: edgeValues,
  cookies: edgeValues,
});

/** Headers that a function sees and may not change. Source: "Restrictions on edge functions". */
const READ_ONLY = ['content-length', 'host', 'transfer-encoding', 'via'];

/** Writes a request as functions see it: nothing of it decoded, and some headers hidden. */
export function toEdgeRequest(viewer: ViewerRequest): EdgeRequest {
  const visible = Object.entries(viewer.headers).filter(([name]) => !isHiddenHeader(name));
  return {
    method: viewer.method,
    uri: viewer.path,
    querystring: toEdgeValues(viewer.query.split('&').filter(Boolean).map(pairOf)),
    headers: toEdgeValues(visible.flatMap(([name, values]) => values.map((value) => ({ name, value })))),
    cookies: toEdgeValues(viewer.cookies.map(pairOf)),
  };
}

/**
 * Reads the request that a function returned.
 * @throws EdgeFunctionFailure with 502 for anything else, a changed method, or a header it may not change
 */
export function fromEdgeRequest(returned: unknown, before: ViewerRequest): ViewerRequest {
  const sent = toEdgeRequest(before);
  const parsed = edgeRequestSchema.safeParse(returned);
  if (!parsed.success) throw refused(`It returned no request: ${z.prettifyError(parsed.error)}`);
  const { method, uri, querystring, headers, cookies } = parsed.data;
  if (method !== sent.method) throw refused('It changed the method of the request.');
  for (const name of [...Object.keys(headers), ...READ_ONLY]) {
    const mayNot = READ_ONLY.includes(name) || isHiddenHeader(name);
    if (mayNot && !isDeepStrictEqual(headers[name], sent.headers[name])) {
      throw refused(`It changed the header ${name}, which it may not.`);
    }
  }
  const hidden = Object.entries(before.headers).filter(([name]) => isHiddenHeader(name));
  const shown = Map.groupBy(fromEdgeValues(headers), ({ name }) => name.toLowerCase());
  return {
    ...before,
    path: uri,
    query: isDeepStrictEqual(querystring, sent.querystring)
      ? before.query
      : fromEdgeValues(querystring).map(textOf).join('&'),
    headers: Object.fromEntries([
      ...hidden,
      ...[...shown].map(([name, pairs]) => [name, pairs.map(({ value }) => value)] as const),
    ]),
    cookies: fromEdgeValues(cookies).map(textOf),
  };
}

function pairOf(text: string) {
  const equals = text.indexOf('=');
  return equals < 0
    ? { name: text, value: '' }
    : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

function textOf({ name, value }: { readonly name: string; readonly value: string }): string {
  return `${name}=${value}`;
}

function refused(message: string): EdgeFunctionFailure {
  return new EdgeFunctionFailure(502, message);
}
