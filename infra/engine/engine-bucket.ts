import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { RETENTION_HOURS } from '../../shared/engine/separation-record.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';

/** Inputs and stems under `storage/`, served by CloudFront; chunks in work under `work/`. */
export class EngineBucket extends PrivateBucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, [
      { id: 'forget-chunks', prefix: 'work/', expiration: Duration.days(1) },
      { id: 'forget-files', prefix: 'storage/', expiration: Duration.hours(RETENTION_HOURS) },
    ]);
  }
}
