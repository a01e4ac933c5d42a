/** Headers of a request, named in lower case as API Gateway names them. */
export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * The key that a request shows: `Authorization: Bearer <key>`, else `x-api-key: <key>`. Never from the address, which
 * browsers and servers write down.
 */
export function shownKey(headers: Headers): string | undefined {
  const [, bearer] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  return bearer ?? (headers['x-api-key']?.trim() || undefined);
}
