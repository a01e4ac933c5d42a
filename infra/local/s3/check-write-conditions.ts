import { AwsServiceError } from '../aws-service-error.ts';
import { matchesEtag } from './matches-etag.ts';
import { noSuchKey } from './no-such-key.ts';
import type { ObjectRecord } from './object-record.ts';
import { preconditionFailed } from './precondition-failed.ts';

/**
 * Holds If-None-Match ("*" only) and If-Match of a write or delete against what is stored at this moment;
 * call it in the same turn as the change.
 * @throws {AwsServiceError} PreconditionFailed (412), NoSuchKey for If-Match on nothing, NotImplemented.
 */
export function checkWriteConditions(
  headers: ReadonlyMap<string, string>,
  key: string,
  stored: ObjectRecord | undefined,
): void {
  const noneMatch = headers.get('if-none-match');
  if (noneMatch !== undefined && noneMatch.trim() !== '*') {
    const message = 'A write takes If-None-Match only with the value "*".';
    throw new AwsServiceError('NotImplemented', message, 501, { Header: 'If-None-Match' });
  }
  if (noneMatch !== undefined && stored !== undefined) throw preconditionFailed('If-None-Match');
  const match = headers.get('if-match');
  if (match === undefined) return;
  if (stored === undefined) throw noSuchKey(key);
  if (!matchesEtag(match, stored.etag)) throw preconditionFailed('If-Match');
}
