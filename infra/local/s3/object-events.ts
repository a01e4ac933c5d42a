import { randomUUID } from 'node:crypto';
import type { PublishEvent } from '../bus-event.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import { bucketArn } from './bucket-arn.ts';
import type { BucketConfig } from './bucket-config.ts';
import type { ObjectRecord } from './object-record.ts';

/** The API that created an object, as "Object Created" names it. */
export type CreationReason = 'PutObject' | 'POST Object' | 'CopyObject' | 'CompleteMultipartUpload';

/** Who caused an event. */
export interface EventCause {
  readonly requestId: string;
  readonly sourceIpAddress: string;
}

/**
 * Tells the default event bus what happens to objects, if the bucket is set up for it. Unlike the older
 * S3 notifications, EventBridge events carry the key as it is, not URL-encoded.
 * Source: "EventBridge event message structure", Amazon S3 User Guide.
 */
export class ObjectEvents {
  readonly #publish: PublishEvent;
  readonly #now: () => Date;
  #lastSequence = 0n;

  constructor(publish: PublishEvent, now: () => Date) {
    this.#publish = publish;
    this.#now = now;
  }

  created(bucket: BucketConfig, record: ObjectRecord, reason: CreationReason, cause: EventCause): void {
    const object = { key: record.key, size: record.bytes, etag: record.etag, sequencer: this.#sequencer() };
    this.#send(bucket, 'Object Created', cause, { object, reason });
  }

  deleted(bucket: BucketConfig, key: string, cause: EventCause): void {
    this.#send(bucket, 'Object Deleted', cause, {
      object: { key, sequencer: this.#sequencer() },
      reason: 'DeleteObject',
      'deletion-type': 'Permanently Deleted',
    });
  }

  /** Grows with every event, across restarts too as long as the clock does: later events sort later. */
  #sequencer(): string {
    const fromClock = BigInt(this.#now().getTime()) * 1_000_000n;
    this.#lastSequence = fromClock > this.#lastSequence ? fromClock : this.#lastSequence + 1n;
    return this.#lastSequence.toString(16).toUpperCase().padStart(18, '0');
  }

  #send(bucket: BucketConfig, type: string, cause: EventCause, detail: Record<string, unknown>): void {
    if (!bucket.eventBridge) return;
    this.#publish({
      version: '0',
      id: randomUUID(),
      'detail-type': type,
      source: 'aws.s3',
      account: LOCAL_ACCOUNT,
      time: `${this.#now().toISOString().slice(0, 19)}Z`,
      region: LOCAL_REGION,
      resources: [bucketArn(bucket.name)],
      detail: {
        version: '0',
        bucket: { name: bucket.name },
        ...detail,
        'request-id': cause.requestId,
        requester: LOCAL_ACCOUNT,
        'source-ip-address': cause.sourceIpAddress,
      },
    });
  }
}
