import type { Job } from '../../jobs/job.ts';
import type { WholeJob } from '../../jobs/job-table.ts';
import type { Step } from '../../jobs/step.ts';
import type { JobResource } from './job-resource.ts';

/** Lines of a history whose detail is a hash of the service: whoever knows it can fetch the stems. */
const WITH_HASH: readonly string[] = ['created', 'created too late', 'found'];

/** A job as the API shows it. */
export function describeJob({ job, steps }: WholeJob): JobResource {
  const { jobId: id, state, owner, recipe, audio, failure, folder, manifestKey, attempt } = job;
  const { submittedAt, inspectedAt, cancelledAt, endedAt, updatedAt } = job;
  return {
    id,
    state,
    owner,
    source: describeSource(job),
    recipe,
    song: audio,
    credits: {
      quoted: job.credits?.quoted,
      reserved: sum(steps, ({ credits }) => credits.reserved),
      charged: sum(steps, ({ credits }) => credits.charged ?? 0),
      approved: job.credits?.approved,
    },
    steps: steps.map(describeStep),
    failure,
    folder,
    manifestKey,
    attempt,
    ...{ submittedAt, inspectedAt, cancelledAt, endedAt, updatedAt },
    history: historyOf({ job, steps }),
  };
}

function describeSource({ source, link }: Job): JobResource['source'] {
  const { key, bytes, sha256 } = source;
  if (link === undefined) return { key, bytes, sha256 };
  const { service, fetchedAt } = link;
  return {
    key,
    // Nothing is known of it before.
    bytes: fetchedAt === undefined ? undefined : bytes,
    sha256,
    link: { host: new URL(link.url).host, service, fetchedAt },
  };
}

function describeStep(step: Step): JobResource['steps'][number] {
  const { separation, choice, credits, progress, failure, attempt } = step;
  const { queuedAt, createdAt, resultAt, endedAt } = step;
  return {
    name: step.step,
    state: step.state,
    separation: {
      type: separation.type,
      name: separation.name,
      options: separation.options,
      outputFormat: separation.outputFormat,
    },
    of: step.parent,
    choice: choice && describeChoice(choice),
    cached: step.cachedFrom !== undefined,
    credits: {
      quoted: credits.quoted,
      reserved: credits.reserved,
      charged: credits.charged,
      refunded: credits.refunded,
    },
    attempt,
    progress: progress && describeProgress(progress),
    failure,
    ...{ queuedAt, createdAt, resultAt, endedAt },
    files: Object.values(step.files).map(({ stem, key, bytes, sha256, contentType }) => ({
      ...{ stem, key, bytes, sha256, contentType },
    })),
  };
}

function describeChoice({ entryId: _entry, ...choice }: NonNullable<Step['choice']>) {
  return choice;
}

function describeProgress({
  knownAt: _known,
  missingSince: _missing,
  ...progress
}: NonNullable<Step['progress']>) {
  return progress;
}

function historyOf({ job, steps }: WholeJob): JobResource['history'] {
  const lines = [
    ...job.events,
    ...steps.flatMap(({ step, events }) => events.map((event) => ({ ...event, step }))),
  ];
  return lines
    .map(({ detail, ...line }) => (WITH_HASH.includes(line.what) ? line : { ...line, detail }))
    .sort((left, right) => (left.at < right.at ? -1 : Number(left.at > right.at)));
}

function sum(steps: readonly Step[], of: (step: Step) => number): number {
  return steps.reduce((total, step) => total + of(step), 0);
}
