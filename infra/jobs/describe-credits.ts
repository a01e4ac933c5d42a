import type { Job } from '../../shared/jobs/job.ts';

/** The money of a job in words: `7 quoted, 4 charged, 3 set aside`. */
export function describeCredits({ credits, endedAt }: Pick<Job, 'credits' | 'endedAt'>): string {
  if (credits === undefined) return endedAt === undefined ? 'not quoted yet' : 'none';
  const { quoted, charged = 0, reserved, approved } = credits;
  const parts = [
    quoted === undefined ? 'price not known' : `${quoted} quoted`,
    `${charged} charged`,
    ...(reserved > 0 ? [`${reserved} set aside`] : []),
    ...(approved === true ? ['approved'] : []),
  ];
  return parts.join(', ');
}
