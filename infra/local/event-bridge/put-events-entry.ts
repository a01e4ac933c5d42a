import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import type { BusEvent } from '../bus-event.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import { isPlainObject } from '../template/plain-object.ts';

/** One entry of PutEvents. What AWS answers with an error of the entry, and not of the call, is left open here. */
export const putEventsEntry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  /** Seconds since the epoch. */
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
  EventBusName: z.string().optional(),
  TraceHeader: z.string().optional(),
});

export type PutEventsEntry = z.infer<typeof putEventsEntry>;

/** AWS counts a time as this many bytes, however it was written. */
const TIME_BYTES = 14;

/**
 * Size of an entry as EventBridge counts it.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
 */
export function entryBytes({ Source, DetailType, Detail, Time, Resources = [] }: PutEventsEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes + (Time === undefined ? 0 : TIME_BYTES);
}

/**
 * The event that an entry becomes on the bus.
 *
 * @throws AwsServiceError with the code that AWS gives to the entry: InvalidArgument, MalformedDetail,
 *   NotAuthorizedForSourceException
 */
export function eventOfEntry(entry: PutEventsEntry, now: Date): BusEvent {
  const source = required('Source', entry.Source);
  const detailType = required('DetailType', entry.DetailType);
  // Those are the names of AWS's own services: nobody else may speak in them.
  if (source.startsWith('aws.')) {
    throw new AwsServiceError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: LOCAL_ACCOUNT,
    // Whole seconds, as EventBridge writes them.
    time: `${(entry.Time === undefined ? now : new Date(entry.Time * 1000)).toISOString().slice(0, 19)}Z`,
    region: LOCAL_REGION,
    resources: entry.Resources ?? [],
    detail: parseDetail(required('Detail', entry.Detail)),
  };
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new AwsServiceError(
    'InvalidArgument',
    `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  );
}

function parseDetail(text: string): Readonly<Record<string, unknown>> {
  try {
    const detail: unknown = JSON.parse(text);
    if (isPlainObject(detail)) return detail;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsServiceError('MalformedDetail', 'Detail is malformed.');
}
