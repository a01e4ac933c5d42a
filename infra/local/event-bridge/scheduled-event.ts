import { randomUUID } from 'node:crypto';
import type { BusEvent } from '../bus-event.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';

/** The event that EventBridge sends when a schedule fires. */
export function scheduledEvent(ruleArn: string, now = new Date()): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: LOCAL_ACCOUNT,
    // Whole seconds, as EventBridge writes them.
    time: `${now.toISOString().slice(0, 19)}Z`,
    region: LOCAL_REGION,
    resources: [ruleArn],
    detail: {},
  };
}
