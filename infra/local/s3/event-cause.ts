import type { EventCause } from './object-events.ts';
import type { S3Call } from './s3-call.ts';

/** Who caused what this call changes, for the event about it. */
export function eventCause(call: Pick<S3Call, 'requestId' | 'request'>): EventCause {
  return { requestId: call.requestId, sourceIpAddress: call.request.socket.remoteAddress ?? '127.0.0.1' };
}
