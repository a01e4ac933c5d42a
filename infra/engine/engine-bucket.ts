import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket.ts';

export interface EngineBucketProps {
  /** How long inputs and stems can be downloaded. */
  readonly retentionDays: number;
}

/** Inputs and stems under `storage/`, served by CloudFront; chunks in work under `work/`. */
export class EngineBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { retentionDays }: EngineBucketProps) {
    super(scope, id, [
      { id: 'forget-chunks', prefix: 'work/', expiration: Duration.days(1) },
      { id: 'forget-files', prefix: 'storage/', expiration: Duration.days(retentionDays) },
    ]);
  }
}
