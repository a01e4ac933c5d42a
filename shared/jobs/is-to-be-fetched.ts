import type { Job } from './job.ts';

/** Whether the song of a job still lies behind a link: then nothing is known of its source but its key. */
export function isToBeFetched({ link }: Pick<Job, 'link'>): boolean {
  return link !== undefined && link.fetchedAt === undefined;
}
