import type { S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { readMonthCredits } from '../../../shared/api/account/read-month-credits.ts';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import { readJobWish } from '../../../shared/api/jobs/read-job-wish.ts';
import type { createQuote as operation } from '../../../shared/api/operations/create-quote.ts';
import { readCatalogueNow } from '../../../shared/catalogue/read-catalogue.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { CreditLimits } from '../../../shared/jobs/budget.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { priceSeparation } from '../../../shared/jobs/price-separation.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { type JobDefaults, wishedJob } from '../../../shared/jobs/wished-job.ts';
import { readRecipes } from '../../../shared/recipes/read-recipes.ts';
import { lengthOfSong } from './length-of-song.ts';

export interface CreateQuoteDeps extends Pick<JobDefaults, 'defaults' | 'defaultRecipe'> {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly table: PipelineTable;
  /** Host of the service. */
  readonly upstream: string;
  readonly chooseBestIn: (bucket: string) => JobDefaults['chooseBest'];
  readonly limits: CreditLimits;
  readonly now: () => Date;
}

type Request = ApiRequest<unknown, unknown, z.output<typeof operation.body>>;
type Reply = z.input<typeof operation.reply>;

/** A job that is planned and never made has an id all the same; it names no folder and no record. */
const NO_JOB = jobId.parse('quote');

/**
 * What a song would cost, by the rules by which jobs are planned and quoted. It writes nothing.
 *
 * @throws ApiProblem `impossible` with everything that is wrong
 */
export async function createQuote(
  deps: CreateQuoteDeps,
  { caller, body }: Pick<Request, 'caller' | 'body'>,
): Promise<Reply> {
  const { s3, bucket, limits, now } = deps;
  const { job, steps } = await plan(deps, body);
  const [seconds, { catalogue }, month] = await Promise.all([
    body.key === undefined ? (body.seconds ?? 0) : lengthOfSong({ s3, bucket }, caller, body.key),
    readCatalogueNow(deps),
    readMonthCredits(deps.table, limits.perMonth, now()),
  ]);
  const quoted = await orImpossible('', async () =>
    steps.map((step) => describeStep(step, priceSeparation(step.separation, seconds, catalogue))),
  );
  const credits = quoted.reduce((sum, step) => sum + (step.credits ?? 0), 0);
  return {
    seconds,
    recipe: job.recipe,
    steps: quoted,
    credits,
    unknown: quoted.flatMap((step) => (step.credits === undefined ? [step.name] : [])),
    month,
    jobLimit: limits.perJob,
    waitsFor: waitsFor(credits, limits, month.left),
  };
}

async function plan(deps: CreateQuoteDeps, body: Request['body']): Promise<WholeJob> {
  const { s3, bucket, defaults, defaultRecipe, chooseBestIn } = deps;
  const read = readJobWish(body, '');
  if ('errors' in read) {
    const said = read.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' ');
    throw new ApiProblem('impossible', `There is no price for this. ${said}`.slice(0, 1000), {
      errors: read.errors.slice(0, 100),
    });
  }
  const book = await readRecipes(s3, bucket);
  const settings = { book, defaults, defaultRecipe, chooseBest: chooseBestIn(bucket) };
  const song = { jobId: NO_JOB, source: { bucket, key: 'quote', etag: '', bytes: 0 }, at: deps.now() };
  const pointer = body.recipe === undefined ? '/separation' : '/recipe';
  return orImpossible(pointer, () => wishedJob(settings, read.found, song));
}

/** What was asked for is told to the caller; anything else is ours. */
async function orImpossible<Answer>(pointer: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError) || error instanceof ApiProblem) throw error;
    const errors = [{ pointer, detail: error.message }];
    throw new ApiProblem('impossible', error.message, { errors, cause: error });
  }
}

function describeStep(
  { step: name, separation, parent, choice }: Step,
  credits: number | undefined,
): Reply['steps'][number] {
  const { type, name: title, options } = separation;
  return {
    name,
    separation: { type, name: title, options },
    of: parent,
    because: choice?.because,
    credits,
  };
}

/** In the order in which credits are set aside: see `shared/jobs/budget.ts`. */
function waitsFor(credits: number, { perJob }: CreditLimits, left: number | undefined): Reply['waitsFor'] {
  if (credits === 0) return undefined;
  if (perJob !== undefined && credits > perJob) return 'job';
  return left !== undefined && credits > left ? 'month' : undefined;
}
