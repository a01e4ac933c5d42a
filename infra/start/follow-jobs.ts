import { setTimeout } from 'node:timers/promises';
import type { Job } from '../../shared/jobs/job.ts';
import type { JobId } from '../../shared/jobs/job-id.ts';
import type { JobTable } from '../../shared/jobs/job-table.ts';
import { createMvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import { describeProgress } from './describe-progress.ts';
import type { LocalProduct } from './local-product.ts';
import { progressDisplay } from './progress-display.ts';

/** A song on its way, and the job that was made of it. */
export interface SongJob {
  readonly song: string;
  readonly jobId: JobId;
}

const LOOK_EVERY_MILLISECONDS = 400;

/** Shows how far every song is until all jobs have ended. */
export async function followJobs(
  product: LocalProduct,
  jobs: JobTable,
  songs: readonly SongJob[],
): Promise<{ song: string; job: Job }[]> {
  const mvsep = createMvsepClient({ baseUrl: product.engineUrl });
  const display = progressDisplay(process.stderr);
  for (;;) {
    const records = await Promise.all(songs.map(({ jobId }) => jobs.find(jobId)));
    const lines = await Promise.all(
      songs.map(async ({ song }, index) => `${song}: ${await describeProgress(mvsep, records[index])}`),
    );
    display.show(lines);
    const ended = songs.flatMap(({ song }, index) => {
      const job = records[index];
      return job !== undefined && hasEnded(job) ? [{ song, job }] : [];
    });
    if (ended.length === songs.length) return ended;
    await setTimeout(LOOK_EVERY_MILLISECONDS);
  }
}

function hasEnded(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed';
}
