import type { Job, StoredFile } from '../../../shared/jobs/job.ts';

/** What `manifest.json` tells of a finished job. */
export interface Manifest {
  readonly job: string;
  readonly source: Job['source'];
  readonly separation: Job['separation'];
  readonly seconds: number | undefined;
  readonly audio: Job['audio'];
  readonly creditsQuoted: number | undefined;
  readonly upstream: { readonly host: string | undefined; readonly separationHash: string | undefined };
  readonly stems: readonly StoredFile[];
  readonly timingsMs: Readonly<
    Record<'inspect' | 'create' | 'separate' | 'copy' | 'total', number | undefined>
  >;
  readonly completedAt: string;
}

/** The manifest of a job whose stems all lie in the bucket. */
export function manifestOf(job: Job, completedAt: Date): Manifest {
  const end = completedAt.toISOString();
  return {
    job: job.jobId,
    source: job.source,
    separation: job.separation,
    seconds: job.audio?.seconds,
    audio: job.audio,
    creditsQuoted: job.creditsQuoted,
    upstream: { host: job.upstream, separationHash: job.separationHash },
    stems: Object.entries(job.files)
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, file]) => file),
    timingsMs: {
      inspect: milliseconds(job.submittedAt, job.inspectedAt),
      create: milliseconds(job.inspectedAt, job.createdAt),
      separate: milliseconds(job.createdAt, job.resultAt),
      copy: milliseconds(job.resultAt, end),
      total: milliseconds(job.submittedAt, end),
    },
    completedAt: end,
  };
}

function milliseconds(from: string | undefined, to: string | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Date.parse(to) - Date.parse(from);
}
