import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import { outgoing } from './outgoing-calls.ts';

const entries = z.object({ Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string() })) });

export interface BusEvent {
  readonly detailType: string;
  readonly detail: unknown;
}

/** The default bus of one history. */
export class MemoryEventBus {
  readonly client = new EventBridgeClient({ region: 'eu-west-1' });
  readonly events: BusEvent[] = [];

  constructor(onEvent: (event: BusEvent) => void) {
    mockClient(this.client)
      .on(PutEventsCommand)
      .callsFake((input) =>
        outgoing('events PutEvents', async () => {
          const put = entries.parse(input).Entries;
          for (const { DetailType, Detail } of put) {
            const event = { detailType: DetailType, detail: JSON.parse(Detail) };
            this.events.push(event);
            onEvent(event);
          }
          return { FailedEntryCount: 0, Entries: put.map(() => ({ EventId: 'x' })) };
        }),
      );
  }
}
