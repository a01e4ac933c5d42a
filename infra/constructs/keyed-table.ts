import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

export interface KeyedTableProps {
  /** What is lost with the table cannot be made again: it stays when the stack is deleted. */
  readonly keep: boolean;
}

/** A table of items of several kinds, told apart by their keys `pk` and `sk`, some of which expire. */
export class KeyedTable extends TableV2 {
  constructor(scope: Construct, id: string, { keep }: KeyedTableProps) {
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
