import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  BY_MONTH_INDEX,
  BY_OWNER_INDEX,
  BY_STATE_INDEX,
  BY_WORK_INDEX,
} from '../../shared/jobs/job-indexes.ts';
import { JOB_SUMMARY_FIELDS } from '../../shared/jobs/job-summary.ts';

/** One item a job, one a step, and what they share. Its keys stand in `shared/jobs/job-keys.ts`. */
export class JobTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    // Each index keeps what the others have as their keys.
    const summaryWith = (...others: readonly string[]) => ({
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...JOB_SUMMARY_FIELDS, ...others],
    });
    super(scope, id, {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: [
        {
          indexName: BY_WORK_INDEX,
          partitionKey: text('work'),
          sortKey: text('dueAt'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: BY_STATE_INDEX,
          partitionKey: text('state'),
          sortKey: text('submittedAt'),
          ...summaryWith('month', 'owner'),
        },
        {
          indexName: BY_MONTH_INDEX,
          partitionKey: text('month'),
          sortKey: text('submittedAt'),
          ...summaryWith('state', 'owner'),
        },
        {
          indexName: BY_OWNER_INDEX,
          partitionKey: text('owner'),
          sortKey: text('submittedAt'),
          ...summaryWith('state', 'month', 'clientHash'),
        },
      ],
    });
  }
}
