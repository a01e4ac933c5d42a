import type { S3Client } from '@aws-sdk/client-s3';
import type { JobRequest } from '../../../shared/api/jobs/job-request.ts';
import { type Found, type RequestError, readJobWish } from '../../../shared/api/jobs/read-job-wish.ts';
import { inLanes } from '../../../shared/aws/in-lanes.ts';
import type { Caller } from '../../../shared/callers/caller.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import type { AskedByApi } from '../../../shared/jobs/new-job.ts';
import { type JobDefaults, wishedJob } from '../../../shared/jobs/wished-job.ts';
import type { ChooseBest } from '../../../shared/leaderboards/best-choice.ts';
import { readRecipes } from '../../../shared/recipes/read-recipes.ts';
import { findSource } from './find-source.ts';

/** Songs that are looked at at the same time. */
const LANES = 10;

export interface PlanRequestDeps extends Pick<JobDefaults, 'defaults' | 'defaultRecipe'> {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Chooses what is wanted as the best, by the documents of a bucket. */
  readonly chooseBestIn: (bucket: string) => ChooseBest;
  readonly now: () => Date;
}

/** One job of a request. */
export interface WantedJob {
  readonly jobId: JobId;
  /** Its place in the request. */
  readonly index: number;
  readonly request: JobRequest;
  readonly asked: AskedByApi;
}

/**
 * What the jobs of a request will be. Nothing is written.
 *
 * @throws ApiProblem `impossible`, with everything that is wrong in any of them
 */
export async function planRequest(
  deps: PlanRequestDeps,
  caller: Caller,
  wanted: readonly WantedJob[],
): Promise<WholeJob[]> {
  if (wanted.length === 0) return [];
  const { s3, bucket, defaults, defaultRecipe } = deps;
  const book = await readRecipes(s3, bucket);
  const settings = { book, defaults, defaultRecipe, chooseBest: deps.chooseBestIn(bucket) };
  const planned: WholeJob[] = [];
  const errors: RequestError[] = [];
  await inLanes(LANES, wanted, async (one) => {
    const outcome = await planJob(deps, caller, settings, one);
    if ('errors' in outcome) errors.push(...outcome.errors);
    else planned.push(outcome.found);
  });
  if (errors.length > 0) throw impossible(errors);
  return planned;
}

async function planJob(
  deps: PlanRequestDeps,
  caller: Caller,
  settings: JobDefaults,
  { jobId, index, request, asked }: WantedJob,
): Promise<Found<WholeJob>> {
  const at = `/jobs/${index}`;
  const [source, wish] = [
    await findSource(deps, caller, jobId, request.source, `${at}/source`),
    readJobWish(request, at),
  ];
  if ('errors' in source || 'errors' in wish) {
    return { errors: [source, wish].flatMap((part) => ('errors' in part ? part.errors : [])) };
  }
  try {
    const song = { jobId, ...source.found, asked: { ...asked, ...source.found.asked }, at: deps.now() };
    return { found: await wishedJob(settings, wish.found, song) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { errors: [{ pointer: pointerOf(request, at), detail: error.message }] };
  }
}

/** What is wrong with a wish as a whole stands where it was said. */
function pointerOf({ recipe, separation }: JobRequest, at: string): string {
  if (recipe !== undefined) return `${at}/recipe`;
  return separation === undefined ? at : `${at}/separation`;
}

function impossible(errors: readonly RequestError[]): ApiProblem {
  const inOrder = errors.toSorted((left, right) => placeOf(left) - placeOf(right));
  const said = inOrder.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' ');
  return new ApiProblem('impossible', `No job was made. ${said}`.slice(0, 1000), {
    errors: inOrder.slice(0, 100),
  });
}

function placeOf({ pointer }: RequestError): number {
  return Number(pointer.split('/')[2]);
}
