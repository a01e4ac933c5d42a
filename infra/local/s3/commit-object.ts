import { checkWriteConditions } from './check-write-conditions.ts';
import type { CreationReason, EventCause } from './object-events.ts';
import type { ObjectRecord } from './object-record.ts';
import type { S3Context } from './s3-context.ts';

/** A finished object about to become visible. */
export interface ObjectCommit {
  readonly bucket: string;
  readonly record: ObjectRecord;
  readonly reason: CreationReason;
  readonly cause: EventCause;
  /** Headers with If-Match / If-None-Match. */
  readonly conditions: ReadonlyMap<string, string>;
  /** Further catalog changes that happen together with this one or not at all. */
  readonly also?: () => void;
}

/**
 * Makes an object visible in one step: conditions, catalog and event in a single turn, and only then the
 * files of the object it replaces are removed.
 * @throws {AwsServiceError} PreconditionFailed, NoSuchKey; nothing has changed then, and the files of the
 *   new record still belong to the caller.
 */
export function commitObject(context: S3Context, commit: ObjectCommit): void {
  const { bucket, record } = commit;
  const config = context.buckets.get(bucket);
  const replaced = context.objects.get(bucket, record.key);
  checkWriteConditions(commit.conditions, record.key, replaced);
  context.transaction(() => {
    context.objects.put(bucket, record);
    commit.also?.();
  });
  context.files.remove((replaced?.segments ?? []).map(({ file }) => file));
  context.events.created(config, record, commit.reason, commit.cause);
}
