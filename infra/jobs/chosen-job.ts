import { type JobId, jobId } from '../../shared/jobs/job-id.ts';
import { type JobSummary, listJobs } from '../../shared/jobs/list-jobs.ts';
import type { CommandCall } from '../command-line/command.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import type { PipelineAccess } from './pipeline-access.ts';

/** How many jobs are named to one who named none of them. */
const MOST_NAMED = 5;
/** The newest jobs among which the beginning of an id is looked for. */
const LOOKED_THROUGH = 10_000;

/**
 * The job that a command is about: its id, or as much of its beginning as no other job has.
 *
 * @throws WrongUsage when it is no id; Error naming the jobs that may be meant
 */
export async function chosenJob(
  { table, jobs }: PipelineAccess,
  { words, now }: Pick<CommandCall, 'words' | 'now'>,
): Promise<JobId> {
  const [text, ...others] = words;
  if (text === undefined || others.length > 0) throw new WrongUsage('Name one job by its id.');
  const whole = jobId.safeParse(text.toLowerCase());
  if (!whole.success)
    throw new WrongUsage(`"${text}" is no job id: those are lower-case letters and digits.`);
  if ((await jobs.find(whole.data)) !== undefined) return whole.data;
  const { jobs: all } = await listJobs(table, { limit: LOOKED_THROUGH }, now());
  const begun = all.filter((one) => one.jobId.startsWith(whole.data));
  const [only, ...more] = begun;
  if (only !== undefined && more.length === 0) return only.jobId;
  if (only !== undefined) throw new Error(`${begun.length} jobs begin with ${text}:\n${named(begun)}`);
  const nearest = nearestTo(whole.data, all);
  const heading = nearest === all ? 'The newest are:' : 'The nearest are:';
  throw new Error(
    nearest.length === 0
      ? `There is no job ${text}, nor any other yet. Drop a song under uploads/ first.`
      : `There is no job ${text}. ${heading}\n${named(nearest)}`,
  );
}

/** Those whose ids share the longest beginning with what was typed; without any, the newest. */
function nearestTo(text: string, all: readonly JobSummary[]): readonly JobSummary[] {
  for (let length = text.length - 1; length > 0; length--) {
    const near = all.filter((one) => one.jobId.startsWith(text.slice(0, length)));
    if (near.length > 0) return near;
  }
  return all;
}

function named(jobs: readonly JobSummary[]): string {
  const lines = jobs
    .slice(0, MOST_NAMED)
    .map(({ jobId: id, state, source }) => `  ${id}  ${state}  ${source.key}`);
  return (jobs.length > MOST_NAMED ? [...lines, '  …'] : lines).join('\n');
}
