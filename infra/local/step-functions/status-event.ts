import { randomUUID } from 'node:crypto';
import type { BusEvent } from '../bus-event.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import type { ExecutionRecord } from './execution-store.ts';
import { redriveStatus } from './redrive-status.ts';

/**
 * The event a Standard workflow sends when an execution starts or ends
 * (https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html).
 */
export function statusEvent(execution: ExecutionRecord): BusEvent {
  const { output, error, cause } = execution;
  const redrive = redriveStatus(execution, Date.now());
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: LOCAL_ACCOUNT,
    time: new Date(execution.stopMs ?? execution.startMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: LOCAL_REGION,
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machineArn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startMs,
      stopDate: execution.stopMs,
      input: execution.input,
      inputDetails: { included: true },
      output,
      outputDetails: output === null ? null : { included: true },
      error,
      cause,
      redriveCount: execution.redriveCount,
      redriveDate: execution.redriveMs,
      redriveStatus: redrive.redriveStatus,
      redriveStatusReason: redrive.redriveStatusReason ?? null,
    },
  };
}
