import type { Failure } from '../../../shared/jobs/failure.ts';
import type { Job, JobState } from '../../../shared/jobs/job.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import type { Step, StoredFile } from '../../../shared/jobs/step.ts';

/** What `manifest.json` tells of a song and all its separations. Its form stands in `docs/manifest.md`. */
export interface Manifest {
  readonly version: 1;
  readonly job: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly source: Job['source'];
  readonly recipe: string | undefined;
  readonly audio: Job['audio'];
  readonly separations: readonly ManifestSeparation[];
  readonly totals: {
    readonly stems: number;
    readonly bytes: number;
    readonly creditsQuoted: number | undefined;
    readonly creditsCharged: number | undefined;
  };
  readonly timingsMs: Readonly<Record<'inspect' | 'total', number | undefined>>;
  readonly submittedAt: string;
  readonly completedAt: string;
}

interface ManifestSeparation {
  readonly step: string;
  readonly state: Step['state'];
  readonly takes: { readonly step: string; readonly stem: string } | undefined;
  readonly separation: Step['separation'];
  /** Why this separation, when the best one was asked for. */
  readonly choice: Step['choice'];
  readonly stems: readonly Omit<StoredFile, 'etag'>[];
  readonly failure: Pick<Failure, 'error' | 'reason' | 'charged'> | undefined;
  readonly credits: {
    readonly quoted: number | undefined;
    /** Known some minutes after the end, from the account's history; at once for what was not paid. */
    readonly charged: number | undefined;
    readonly refunded: number | undefined;
  };
  readonly cachedFrom: { readonly job: string; readonly step: string; readonly note: string } | undefined;
  readonly upstream: { readonly host: string | undefined; readonly separationHash: string | undefined };
  readonly timingsMs: Readonly<Record<'turn' | 'create' | 'separate' | 'copy', number | undefined>>;
}

/**
 * The manifest of a job whose separations have all ended.
 *
 * @param state how the job ends
 */
export function manifestOf({ job, steps }: WholeJob, state: JobState, completedAt: Date): Manifest {
  const separations = steps.map(describeStep);
  const stems = separations.flatMap((one) => one.stems);
  const end = completedAt.toISOString();
  return {
    version: 1,
    job: job.jobId,
    state,
    attempt: job.attempt,
    source: job.source,
    recipe: job.recipe,
    audio: job.audio,
    separations,
    totals: {
      stems: stems.length,
      bytes: stems.reduce((sum, { bytes }) => sum + bytes, 0),
      creditsQuoted: total(separations.map(({ credits }) => credits.quoted)),
      creditsCharged: total(separations.map(({ credits }) => credits.charged)),
    },
    timingsMs: {
      inspect: milliseconds(job.submittedAt, job.inspectedAt),
      total: milliseconds(job.submittedAt, end),
    },
    submittedAt: job.submittedAt,
    completedAt: end,
  };
}

function describeStep(step: Step): ManifestSeparation {
  const { credits, parent, upstream: host, separationHash } = step;
  return {
    step: step.step,
    state: step.state,
    takes: parent && { step: parent.step, stem: parent.stem },
    separation: step.separation,
    choice: step.choice,
    stems: Object.entries(step.files)
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, { etag: _, ...file }]) => file),
    failure: step.failure && describeFailure(step.failure),
    credits: { quoted: credits.quoted, charged: credits.charged, refunded: credits.refunded },
    cachedFrom: step.cachedFrom && describeCopy(step.cachedFrom),
    upstream: { host, separationHash },
    timingsMs: {
      turn: milliseconds(step.queuedAt, step.creatingAt),
      create: milliseconds(step.creatingAt, step.createdAt),
      separate: milliseconds(step.createdAt, step.resultAt),
      copy: milliseconds(step.resultAt, step.endedAt),
    },
  };
}

function describeFailure({ error, reason, charged }: Failure): ManifestSeparation['failure'] {
  return { error, reason, charged };
}

function describeCopy({ jobId, step }: NonNullable<Step['cachedFrom']>): ManifestSeparation['cachedFrom'] {
  return { job: jobId, step, note: `Copied from the job ${jobId}, which separated the same, at no cost.` };
}

/** Unknown as long as one of the parts is. */
function total(parts: readonly (number | undefined)[]): number | undefined {
  return parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);
}

function milliseconds(from: string | undefined, to: string | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Date.parse(to) - Date.parse(from);
}
