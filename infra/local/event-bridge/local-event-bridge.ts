import * as z from 'zod';
import type { JsonService } from '../aws-endpoint/json-service.ts';
import { AwsServiceError } from '../aws-service-error.ts';
import type { PublishEvent } from '../bus-event.ts';
import type { Authorize, Principal } from '../principal.ts';
import { arn } from '../template/arn.ts';
import { entryBytes, eventOfEntry, type PutEventsEntry, putEventsEntry } from './put-events-entry.ts';

export interface LocalEventBridgeParts {
  readonly publish: PublishEvent;
  readonly authorize: Authorize;
  readonly now?: () => Date;
}

const DEFAULT_BUS = arn('events', 'event-bus/default');
const MOST_ENTRIES = 10;
/** Quota of EventBridge for all entries of a call together. */
const MOST_BYTES = 1024 * 1024;

const putEventsBody = z.strictObject({
  Entries: z.array(putEventsEntry).min(1).max(MOST_ENTRIES),
});

/**
 * EventBridge, as the service "AWSEvents" of the AWS endpoint: PutEvents on the default bus. Other buses, global
 * endpoints and the operations that change rules are refused by name: rules come from the templates.
 */
export function createLocalEventBridge({
  publish,
  authorize,
  now = () => new Date(),
}: LocalEventBridgeParts): JsonService {
  const putOne = (entry: PutEventsEntry): object => {
    try {
      const event = eventOfEntry(entry, now());
      publish(event);
      return { EventId: event.id };
    } catch (error) {
      if (!(error instanceof AwsServiceError)) throw error;
      return { ErrorCode: error.code, ErrorMessage: error.message };
    }
  };
  return {
    async call(operation, body, principal) {
      if (operation !== 'PutEvents') {
        throw new AwsServiceError(
          'UnknownOperationException',
          `The local EventBridge does not have the operation ${operation}; it has PutEvents.`,
        );
      }
      const entries = parseEntries(body);
      // First of all entries: a call is refused as a whole or not at all.
      for (const entry of entries) authorizeEntry(authorize, principal, entry);
      const answers = entries.map(putOne);
      return {
        Entries: answers,
        FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length,
      };
    },
  };
}

function parseEntries(body: unknown): readonly PutEventsEntry[] {
  const parsed = putEventsBody.safeParse(body);
  if (!parsed.success) throw new AwsServiceError('ValidationException', z.prettifyError(parsed.error));
  const { Entries: entries } = parsed.data;
  const other = entries.find(({ EventBusName: bus = 'default' }) => bus !== 'default' && bus !== DEFAULT_BUS);
  if (other !== undefined) {
    throw new AwsServiceError(
      'ResourceNotFoundException',
      `The local EventBridge has the default bus alone, and no bus ${other.EventBusName}.`,
    );
  }
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes > MOST_BYTES) {
    throw new AwsServiceError(
      'ValidationException',
      `Total size of the entries in the request is over the limit: ${bytes} of ${MOST_BYTES} bytes.`,
    );
  }
  return entries;
}

/** The right may hold for some sources and kinds of events alone. */
function authorizeEntry(authorize: Authorize, principal: Principal, entry: PutEventsEntry): void {
  authorize(principal, 'events:PutEvents', DEFAULT_BUS, {
    ...(entry.Source === undefined ? {} : { 'events:source': entry.Source }),
    ...(entry.DetailType === undefined ? {} : { 'events:detail-type': entry.DetailType }),
  });
}
