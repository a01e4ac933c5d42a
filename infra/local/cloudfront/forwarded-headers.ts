import type { ForwardedParts, Selection } from './distribution-config.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** Meant for one connection only (RFC 9110, 7.6.1), or written anew by CloudFront. */
const NEVER = new Set([
  'connection',
  'cookie',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-forwarded-for',
]);

/** Describe the body, or ask for a part of the object: CloudFront passes them whatever its policies say. */
const ALWAYS = new Set([
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
]);

/**
 * The viewer's headers that reach the origin under a behaviour's policies, plus those CloudFront adds.
 * Without `host`, unless the policies forward the viewer's own.
 */
export function forwardedHeaders(
  viewer: ViewerRequest,
  forward: ForwardedParts,
  via: string,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { 'user-agent': 'Amazon CloudFront' };
  for (const [name, values] of Object.entries(viewer.headers)) {
    if (NEVER.has(name)) continue;
    if (ALWAYS.has(name) || isSelected(forward.headers, name, (text) => text.toLowerCase())) {
      headers[name] = values.length === 1 ? (values[0] ?? '') : [...values];
    }
  }
  if (viewer.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  const cookies = viewer.cookies.filter((cookie) =>
    isSelected(forward.cookies, cookie.split('=', 1)[0] ?? ''),
  );
  if (cookies.length > 0) headers.cookie = cookies.join('; ');
  const addresses = [...(viewer.headers['x-forwarded-for'] ?? []), viewer.address];
  return { ...headers, via, 'x-forwarded-for': addresses.join(', ') };
}

/** The part of the raw query that reaches the origin, not encoded anew. */
export function forwardedQuery(rawQuery: string, selection: Selection): string {
  if (selection === 'all') return rawQuery;
  return rawQuery
    .split('&')
    .filter((piece) => {
      const [name] = [...new URLSearchParams(piece).keys()];
      return name !== undefined && isSelected(selection, name);
    })
    .join('&');
}

function isSelected(selection: Selection, name: string, fold = (text: string) => text): boolean {
  if (selection === 'all') return true;
  if (selection === 'none') return false;
  const folded = fold(name);
  if ('only' in selection) return selection.only.some((listed) => fold(listed) === folded);
  return !selection.allExcept.some((listed) => fold(listed) === folded);
}
