import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import { Alarms, type AlarmsProps } from './alarms.ts';
import { PipelineDashboard } from './dashboard.ts';
import { Notifications } from './notifications.ts';

export interface OperationProps extends Omit<AlarmsProps, 'told'> {
  readonly undelivered: UndeliveredQueue;
  /** Comma-separated origins that webhooks may reach although they are private. */
  readonly allowedPrivateOrigins: string;
}

/** What an operator sees without looking: news of jobs, alarms, and one page with all numbers. */
export class Operation extends Construct {
  /** Reaches the mail address of the settings, if there is one: alarms speak there. */
  readonly mail: Topic | undefined;

  constructor(scope: Construct, id: string, props: OperationProps) {
    super(scope, id);
    this.mail = new Notifications(this, 'Notifications', props).mail;
    new Alarms(this, 'Alarms', { ...props, told: this.mail });
    new PipelineDashboard(this, 'Dashboard', props);
  }
}
