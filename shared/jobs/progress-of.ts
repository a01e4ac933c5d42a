import type { RemoteProgress } from '../mvsep/contract/get-remote.ts';
import type { SeparationProgress } from '../mvsep/contract/separation-progress.ts';
import type { StepProgress } from './step.ts';

const MAXIMUM_STATUS_LENGTH = 100;

/** What the service says of a separation that has not ended. */
export type UnfinishedAnswer = Exclude<SeparationProgress | RemoteProgress, { kind: 'done' | 'failed' }>;

/**
 * The news of a separation for its record.
 *
 * @param earlier what the record said: since when the service has not known of it, and when it last did
 */
export function progressOf(answer: UnfinishedAnswer, now: Date, earlier?: StepProgress): StepProgress {
  const at = now.toISOString();
  const status = answer.kind === 'unknown' ? answer.status.slice(0, MAXIMUM_STATUS_LENGTH) : answer.kind;
  if (answer.kind !== 'not-found' && answer.kind !== 'not-ready') {
    return { status, at, ...numbersOf(answer), knownAt: at };
  }
  const knownAt = earlier?.knownAt;
  return {
    status,
    at,
    missingSince: earlier?.missingSince ?? at,
    ...(knownAt === undefined ? {} : { knownAt }),
  };
}

function numbersOf(answer: UnfinishedAnswer): Partial<StepProgress> {
  if (answer.kind === 'waiting') {
    return dropUndefined({ position: answer.position, queueLength: answer.queueLength });
  }
  if (answer.kind !== 'distributing') return {};
  return dropUndefined({ finishedChunks: answer.finishedChunks, allChunks: answer.allChunks });
}

function dropUndefined(numbers: Record<string, number | undefined>): Partial<StepProgress> {
  return Object.fromEntries(
    Object.entries(numbers).flatMap(([name, number]) => (number === undefined ? [] : [[name, number]])),
  );
}
