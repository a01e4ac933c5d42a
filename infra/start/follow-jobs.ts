import { setTimeout } from 'node:timers/promises';
import { ENDED_STATES } from '../../shared/jobs/job.ts';
import type { JobId } from '../../shared/jobs/job-id.ts';
import type { JobTable, WholeJob } from '../../shared/jobs/job-table.ts';
import { createMvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import { describeProgress } from './describe-progress.ts';
import type { LocalProduct } from './local-product.ts';
import { progressDisplay } from './progress-display.ts';

/** A song on its way, and the job that was made of it. */
export interface SongJob {
  readonly song: string;
  readonly jobId: JobId;
  /** Whether the job had ended before this upload. */
  readonly isFromBefore: boolean;
}

/** A song whose job has ended. */
export interface EndedSong {
  readonly song: string;
  readonly isFromBefore: boolean;
  readonly whole: WholeJob;
}

const LOOK_EVERY_MILLISECONDS = 400;

/** Shows how far every song is until all jobs have ended. */
export async function followJobs(
  product: LocalProduct,
  jobs: JobTable,
  songs: readonly SongJob[],
): Promise<EndedSong[]> {
  const mvsep = createMvsepClient({ baseUrl: product.engineUrl });
  const display = progressDisplay(process.stderr);
  for (;;) {
    const records = await Promise.all(songs.map(({ jobId }) => findWhole(jobs, jobId)));
    const lines = await Promise.all(
      songs.map(async ({ song, isFromBefore }, index) => {
        const phrase = await describeProgress(mvsep, records[index]);
        return `${song}: ${isFromBefore ? 'from an earlier run, no credits: ' : ''}${phrase}`;
      }),
    );
    display.show(lines);
    const ended = songs.flatMap(({ song, isFromBefore }, index) => {
      const whole = records[index];
      return whole !== undefined && ENDED_STATES.includes(whole.job.state)
        ? [{ song, isFromBefore, whole }]
        : [];
    });
    if (ended.length === songs.length) return ended;
    await setTimeout(LOOK_EVERY_MILLISECONDS);
  }
}

/** The event of an upload takes a moment to become a job. */
async function findWhole(jobs: JobTable, jobId: JobId): Promise<WholeJob | undefined> {
  return (await jobs.find(jobId)) === undefined ? undefined : jobs.getWhole(jobId);
}
