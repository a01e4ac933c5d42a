import {
  Alarm,
  ComparisonOperator,
  type CreateAlarmOptions,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface ToldAlarmProps extends Omit<CreateAlarmOptions, 'alarmDescription'> {
  readonly metric: IMetric;
  /** What the user notices, and what the operator does about it. The same stands in `docs/operation.md`. */
  readonly sentence: string;
  /** Who hears of it; without it the alarm shows in CloudWatch only. */
  readonly told: Topic | undefined;
}

/** An alarm that says what to do, to whoever is to hear it. What is not written raises none. */
export class ToldAlarm extends Alarm {
  constructor(scope: Construct, id: string, { metric, sentence, told, ...rule }: ToldAlarmProps) {
    super(scope, id, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...rule,
      metric,
      alarmDescription: sentence,
    });
    if (told !== undefined) this.addAlarmAction(new SnsAction(told));
  }
}
