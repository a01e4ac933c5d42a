import * as z from 'zod';
import { jobId } from './job-id.ts';
import { stepName } from './step-name.ts';

const time = z.iso.datetime();

const eventFailure = z.object({
  /** Name of the error; see the table of errors in `docs/operation.md`. */
  error: z.string(),
  /** A sentence for the owner of the song. */
  reason: z.string(),
  charged: z.enum(['no', 'maybe', 'yes']),
});

const eventStep = z.object({
  step: stepName,
  state: z.string(),
  /** The separation type in words. */
  separation: z.string(),
  /** How many stems lie in the bucket. */
  stems: z.int().min(0),
  /** The result was copied from an earlier job and cost nothing. */
  cached: z.boolean(),
  creditsQuoted: z.int().optional(),
  /** Known once the account's history was read, some minutes after the end. */
  creditsCharged: z.int().optional(),
  failure: eventFailure.optional(),
  queuedAt: time.optional(),
  createdAt: time.optional(),
  resultAt: time.optional(),
  endedAt: time.optional(),
});

/**
 * The detail of every event about a job, and the body of every webhook that goes out. It says where the job is and
 * what came of it; never a token, a link or a hash by which others could fetch its stems.
 */
export const jobEvent = z.object({
  /** Names the news: job, state and attempt. The same news may be told twice, under the same id. */
  id: z.string().min(1),
  jobId,
  /** The news. A job that runs was told as submitted. */
  state: z.enum(['submitted', 'over-budget', 'done', 'partial', 'failed', 'cancelled']),
  /** 1, and one more for each retry. */
  attempt: z.int().min(1),
  /** One sentence for people. */
  summary: z.string(),
  source: z.object({ bucket: z.string(), key: z.string(), bytes: z.int(), sha256: z.string().optional() }),
  /** The recipe by whose name it was asked for. */
  recipe: z.string().optional(),
  /** Length of the song. */
  seconds: z.number().optional(),
  /** Where the stems and the manifest lie, without a slash at the end. */
  folder: z.string().optional(),
  manifestKey: z.string().optional(),
  /** How many stems lie in the bucket, of all steps together. */
  stems: z.int().min(0),
  credits: z.object({
    quoted: z.int().optional(),
    /** What the budget still holds for this job. */
    reserved: z.int(),
    /** Of the steps whose charge is known already. */
    charged: z.int(),
  }),
  failure: eventFailure.optional(),
  steps: z.array(eventStep),
  /** Steps that are not listed, because an event may not be larger than 256 KB. */
  stepsLeftOut: z.int().min(1).optional(),
  submittedAt: time,
  inspectedAt: time.optional(),
  endedAt: time.optional(),
});

export type JobEvent = z.infer<typeof jobEvent>;
