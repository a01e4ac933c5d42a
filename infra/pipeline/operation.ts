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
  constructor(scope: Construct, id: string, props: OperationProps) {
    super(scope, id);
    const { mail } = new Notifications(this, 'Notifications', props);
    new Alarms(this, 'Alarms', { ...props, told: mail });
    new PipelineDashboard(this, 'Dashboard', props);
  }
}
