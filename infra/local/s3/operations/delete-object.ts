import { checkWriteConditions } from '../check-write-conditions.ts';
import { eventCause } from '../event-cause.ts';
import { objectArn } from '../object-arn.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';

/** Deletes one object, if there is one, and tells so; for DeleteObject and DeleteObjects. */
export function removeObject(
  context: S3Context,
  call: S3Call,
  key: string,
  conditions: ReadonlyMap<string, string>,
): void {
  const { bucket } = call;
  context.authorize(call.principal, 's3:DeleteObject', objectArn(bucket, key));
  const stored = context.objects.get(bucket, key);
  checkWriteConditions(conditions, key, stored);
  if (stored === undefined) return;
  context.objects.remove(bucket, key);
  context.files.remove(stored.segments.map(({ file }) => file));
  context.events.deleted(context.buckets.get(bucket), key, eventCause(call));
}

/** DeleteObject: 204 whether or not there was an object. */
export function deleteObject(context: S3Context, call: S3Call): S3Answer {
  removeObject(context, call, call.key, call.headers);
  return { status: 204 };
}
