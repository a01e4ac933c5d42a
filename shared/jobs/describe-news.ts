import type { Failure } from './failure.ts';
import type { Job } from './job.ts';
import type { JobEvent } from './job-event.ts';
import type { WholeJob } from './job-table.ts';
import type { Step } from './step.ts';

/** With the longest reasons and names, so many steps stay below the 256 KB of an event. */
const MAXIMUM_STEPS = 64;
/** Longest reason, in characters. */
const MAXIMUM_REASON = 600;

/** What the outside is told about a job in this state: see `jobEvent` for every field. */
export function describeNews({ job, steps }: WholeJob, state: JobEvent['state']): JobEvent {
  const { bucket, key, bytes, sha256 } = job.source;
  const stems = sum(steps, storedStems);
  const leftOut = steps.length - MAXIMUM_STEPS;
  return {
    id: `${job.jobId} ${state} ${job.attempt}`,
    jobId: job.jobId,
    state,
    attempt: job.attempt,
    summary: plainLine(summary(job, state, stems)),
    source: { bucket, key, bytes, sha256 },
    recipe: job.recipe,
    seconds: job.audio?.seconds,
    folder: job.folder,
    manifestKey: job.manifestKey,
    stems,
    credits: {
      quoted: job.credits?.quoted,
      reserved: sum(steps, ({ credits }) => credits.reserved),
      charged: sum(steps, ({ credits }) => credits.charged ?? 0),
    },
    failure: shortFailure(job.failure),
    steps: steps.slice(0, MAXIMUM_STEPS).map(describeStep),
    ...(leftOut > 0 ? { stepsLeftOut: leftOut } : {}),
    submittedAt: job.submittedAt,
    inspectedAt: job.inspectedAt,
    endedAt: job.endedAt,
  };
}

function describeStep(step: Step): JobEvent['steps'][number] {
  const { queuedAt, createdAt, resultAt, endedAt } = step;
  return {
    step: step.step,
    state: step.state,
    separation: step.separation.name,
    stems: storedStems(step),
    cached: step.cachedFrom !== undefined,
    creditsQuoted: step.credits.quoted,
    creditsCharged: step.credits.charged,
    failure: shortFailure(step.failure),
    queuedAt,
    createdAt,
    resultAt,
    endedAt,
  };
}

function shortFailure(failure: Failure | undefined): JobEvent['failure'] {
  if (failure === undefined) return undefined;
  const { error, reason, charged } = failure;
  return { error, reason: shortened(reason), charged };
}

function shortened(text: string): string {
  return text.length > MAXIMUM_REASON ? `${text.slice(0, MAXIMUM_REASON).toWellFormed()} …` : text;
}

/**
 * One line without anything that JSON escapes: an input transformer of EventBridge puts it between quotes as it is,
 * and mails are made by one. Keys and reasons stand beside it, whole.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function plainLine(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replace(/\p{Cc}+/gu, ' ')
    .toWellFormed();
}

function summary(job: Job, state: JobEvent['state'], stems: number): string {
  const song = job.source.key;
  const reason = shortened(job.failure?.reason ?? '');
  const price = job.credits?.quoted === undefined ? 'an unknown price' : `${job.credits.quoted} credits`;
  switch (state) {
    case 'submitted':
      return `${song} is on its way.`;
    case 'over-budget':
      return `${song} waits for credits: it comes to ${price}, more than the budget allows.`;
    case 'done':
      return `${song} is done: ${stems} stems lie under ${job.folder}/.`;
    case 'partial':
      return `${song} is done in part: ${stems} stems lie under ${job.folder}/. ${reason}`.trim();
    case 'failed':
      return `${song} failed. ${reason}`.trim();
    case 'cancelled':
      return `${song} was cancelled.`;
  }
}

function storedStems({ files }: Step): number {
  return Object.keys(files).length;
}

function sum(steps: readonly Step[], numberOf: (step: Step) => number): number {
  return steps.reduce((total, step) => total + numberOf(step), 0);
}
