import { matchesEtag } from './matches-etag.ts';
import type { ObjectRecord } from './object-record.ts';
import { preconditionFailed } from './precondition-failed.ts';

/** HTTP dates count whole seconds; a header that is no date is ignored (RFC 9110, 13.1.3). */
function isAfter(modified: Date, header: string | undefined): boolean | undefined {
  const limit = Date.parse(header ?? '');
  return Number.isNaN(limit) ? undefined : Math.floor(modified.getTime() / 1000) > Math.floor(limit / 1000);
}

/**
 * Decides whether a conditional read sends the object or says that the reader's copy is still good. The
 * entity tags go before the dates (RFC 9110, 13.2.2). `prefix` is "" or "x-amz-copy-source-".
 * @throws {AwsServiceError} PreconditionFailed (412).
 */
export function checkReadConditions(
  headers: ReadonlyMap<string, string>,
  stored: ObjectRecord,
  prefix = '',
): 'send' | 'not-modified' {
  const header = (name: string) => headers.get(`${prefix}${name}`);
  const match = header('if-match');
  if (match !== undefined && !matchesEtag(match, stored.etag)) throw preconditionFailed('If-Match');
  if (match === undefined && isAfter(stored.modified, header('if-unmodified-since')) === true) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const noneMatch = header('if-none-match');
  if (noneMatch !== undefined) return matchesEtag(noneMatch, stored.etag) ? 'not-modified' : 'send';
  return isAfter(stored.modified, header('if-modified-since')) === false ? 'not-modified' : 'send';
}
