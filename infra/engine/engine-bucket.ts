import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RETENTION_HOURS } from '../../shared/engine/separation-record.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { sendEventsToEventBridge } from '../constructs/send-events-to-event-bridge.ts';

/** How long a zip of the quality checker may stay, should its evaluation not delete it. */
const SUBMISSION_DAYS = 7;

/**
 * Inputs and stems under `storage/`, served by CloudFront; chunks in work under `work/`; zips for the quality checker
 * under `quality/`. Its datasets stay: true stems under `datasets/`, mixtures under `storage/datasets/`.
 * Models of the operator lie under `models/`.
 */
export class EngineBucket extends PrivateBucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, [
      { id: 'forget-chunks', prefix: 'work/', expiration: Duration.days(1) },
      ...['storage/temp/', 'storage/processed/'].map((prefix) => ({
        id: `forget-${prefix.split('/')[1]}-files`,
        prefix,
        expiration: Duration.hours(RETENTION_HOURS),
      })),
      { id: 'forget-submissions', prefix: 'quality/', expiration: Duration.days(SUBMISSION_DAYS) },
    ]);
    sendEventsToEventBridge(this);
  }
}
