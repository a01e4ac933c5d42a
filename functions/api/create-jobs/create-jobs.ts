import type * as z from 'zod';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import { describeJob } from '../../../shared/api/jobs/describe-job.ts';
import { requestDigest } from '../../../shared/api/jobs/request-digest.ts';
import type { createJobs as operation } from '../../../shared/api/operations/create-jobs.ts';
import { inLanes } from '../../../shared/aws/in-lanes.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { askedJobId } from '../../../shared/jobs/asked-job-id.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import { type LaunchJobDeps, launchJob } from '../../../shared/jobs/launch-job.ts';
import { type PlanRequestDeps, planRequest } from './plan-request.ts';

/** Jobs of one request that are seen to at the same time. */
const LANES = 10;

export interface CreateJobsDeps extends LaunchJobDeps, PlanRequestDeps {}

type Request = ApiRequest<unknown, unknown, z.output<typeof operation.body>>;

/** A job of a request: as it is to be recorded, or as it was found. */
type Planned = { readonly whole: WholeJob } | { readonly job: Job };

/**
 * Makes the jobs of a request. First all of it is checked, then all is recorded, then all is started. A request with
 * an idempotency key may be repeated, and cut off, at any point and any number of times at once: the ids of its jobs
 * follow from the key, what is recorded already is not checked again, and what was not started is. Whoever records the
 * first job of a key has it: another request under that key makes none.
 *
 * @throws ApiProblem `impossible` with everything that is wrong, `key-reused`
 */
export async function createJobs(
  deps: CreateJobsDeps,
  { caller, body, idempotencyKey }: Pick<Request, 'caller' | 'body' | 'idempotencyKey'>,
): Promise<z.input<typeof operation.reply>> {
  const digest = idempotencyKey === undefined ? undefined : requestDigest(body);
  const ids = body.jobs.map((_, index) => askedJobId(caller.owner, idempotencyKey, index));
  const found = new Map<string, Job>();
  if (digest !== undefined) {
    await inLanes(LANES, ids, async (id) => {
      const job = await deps.jobs.find(id);
      if (job !== undefined) found.set(id, ofRequest(job, digest));
    });
  }
  const asked = { owner: caller.owner, ...(digest === undefined ? {} : { requestDigest: digest }) };
  const wanted = ids.flatMap((jobId, index) => {
    const request = body.jobs[index];
    return request === undefined || found.has(jobId) ? [] : [{ jobId, index, request, asked }];
  });
  const planned = new Map<string, Planned>([...found].map(([id, job]) => [id, { job }]));
  for (const whole of await planRequest(deps, caller, wanted)) planned.set(whole.job.jobId, { whole });
  return { jobs: (await begin(deps, ids, planned, digest)).map(describeJob) };
}

async function begin(
  deps: CreateJobsDeps,
  ids: readonly Job['jobId'][],
  planned: ReadonlyMap<string, Planned>,
  digest: string | undefined,
): Promise<WholeJob[]> {
  const recorded = new Map<string, Job>();
  const record = async (id: Job['jobId']) => {
    const one = planned.get(id);
    if (one !== undefined)
      recorded.set(id, 'job' in one ? one.job : await recordJob(deps, one.whole, digest));
  };
  // The first alone: whoever records it has the key.
  const [first, ...others] = ids;
  if (first !== undefined) await record(first);
  await inLanes(LANES, others, record);
  await inLanes(LANES, recorded.values(), (job) => launchJob(deps, job));
  const begun = new Map<string, WholeJob>();
  await inLanes(LANES, ids, async (id) => {
    begun.set(id, await deps.jobs.getWhole(id));
  });
  return ids.flatMap((id) => begun.get(id) ?? []);
}

/** Records a job, unless the same request did so meanwhile. */
async function recordJob(
  { jobs }: CreateJobsDeps,
  whole: WholeJob,
  digest: string | undefined,
): Promise<Job> {
  if (await jobs.create(whole)) return whole.job;
  const job = await jobs.get(whole.job.jobId);
  return digest === undefined ? job : ofRequest(job, digest);
}

function ofRequest(job: Job, digest: string): Job {
  if (job.requestDigest === digest) return job;
  throw new ApiProblem(
    'key-reused',
    'This Idempotency-Key was sent with another request before. Send a new one with every new request.',
  );
}
