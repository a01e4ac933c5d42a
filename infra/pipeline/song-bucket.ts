import { Duration } from 'aws-cdk-lib';
import { type Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { sendEventsToEventBridge } from '../constructs/send-events-to-event-bridge.ts';

export interface SongBucketProps {
  /** How long handed-off copies of uploads stay. */
  readonly handoffRetentionDays: number;
  /** Web pages that may call the API, and therefore send songs to the bucket and fetch stems from it. */
  readonly api: { readonly origins: readonly string[] };
}

/**
 * The one bucket a user sees: songs go in under `uploads/`, stems come out under `stems/`. Copies that the
 * MVSep API fetches by link lie under `handoff/` for a few days.
 */
export class SongBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { handoffRetentionDays, api: { origins } }: SongBucketProps) {
    super(scope, id, [
      { id: 'forget-handoffs', prefix: 'handoff/', expiration: Duration.days(handoffRetentionDays) },
    ]);
    sendEventsToEventBridge(this);
    if (origins.length > 0) allowPagesOf(this, origins);
  }
}

/**
 * What a signed form or link already allows, a browser allows the pages of these origins as well; without such a
 * form or link nobody gets anything.
 */
function allowPagesOf(bucket: Bucket, origins: readonly string[]): void {
  bucket.addCorsRule({
    allowedOrigins: [...origins],
    allowedMethods: [HttpMethods.POST, HttpMethods.GET, HttpMethods.HEAD],
    allowedHeaders: ['*'],
    exposedHeaders: ['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges'],
    maxAge: Duration.hours(1).toSeconds(),
  });
}
