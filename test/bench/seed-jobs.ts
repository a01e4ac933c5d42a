import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ownerName } from '../../shared/callers/caller.ts';
import type { JobState } from '../../shared/jobs/job.ts';
import { jobId } from '../../shared/jobs/job-id.ts';
import { jobKeys } from '../../shared/jobs/job-keys.ts';
import { monthOf } from '../../shared/jobs/month-of.ts';
import type { PipelineTable } from '../../shared/jobs/pipeline-table.ts';
import { DRUMS, runningJob, sampleStep } from '../unit/shared/jobs/sample-job.ts';

/** The most that one call writes. */
const BATCH = 25;
/** Calls under way at once. */
const LANES = 8;
const OWNERS = ['ada', 'bob', 'carol', 'dave', undefined];
const STATES: readonly JobState[] = ['done', 'done', 'done', 'done', 'done', 'done', 'failed', 'running'];
const MINUTE_MS = 60_000;

/** The id of the job with this number, from 0; the highest is the newest. */
export function seededId(number: number) {
  return jobId.parse(`seeded${number}`);
}

/** Fills a table with jobs of five owners over some months, two minutes apart, each with one separation. */
export async function seedJobs(table: PipelineTable, jobs: number, newest: Date): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < jobs) {
      const from = next;
      next += Math.floor(BATCH / 2);
      const items = range(from, Math.min(next, jobs)).flatMap((number) => itemsOf(number, jobs, newest));
      const { UnprocessedItems = {} } = await table.documents.send(
        new BatchWriteCommand({
          RequestItems: { [table.tableName]: items.map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('The table did not take all jobs.');
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function itemsOf(number: number, jobs: number, newest: Date) {
  const at = new Date(newest.getTime() - (jobs - number) * 2 * MINUTE_MS);
  const owner = OWNERS[number % OWNERS.length];
  const job = runningJob({
    jobId: seededId(number),
    month: monthOf(at),
    submittedAt: at.toISOString(),
    state: STATES[number % STATES.length] ?? 'done',
    ...(owner === undefined ? {} : { owner: ownerName.parse(owner) }),
    ...(number % 100 === 0 ? { recipe: 'karaoke' } : {}),
    source: { bucket: 'songs', key: `incoming/${owner}/${number}/Song ${number}.wav`, etag: 'e', bytes: 1 },
  });
  return [
    { ...jobKeys.job(job.jobId), ...job },
    { ...jobKeys.step(job.jobId, DRUMS), ...sampleStep(job) },
  ];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
