import * as z from 'zod';
import { submissionId } from './submission-id.ts';

const time = z.iso.datetime();

/**
 * Where a submission stands: `unusable` its sidecar file is wrong · `queued` to be sent · `submitting` a request is
 * under way, or its answer was lost · `evaluating` the service has it · `scored`, `refused` the service has judged it ·
 * `failed` it was given up; a drop of its zip or sidecar file goes on from where it stopped.
 */
const submissionState = z.enum([
  'unusable',
  'queued',
  'submitting',
  'evaluating',
  'scored',
  'refused',
  'failed',
]);

export type SubmissionState = z.infer<typeof submissionState>;

/** One thing that is wrong with a sidecar file, and where. */
const problem = z.object({
  line: z.int(),
  column: z.int(),
  path: z.string(),
  message: z.string(),
});

/** What the sidecar file says, without its password: that is kept apart, so that no listing can show it. */
const entryWish = z.object({
  algorithm: z.string(),
  description: z.string(),
  ensemble: z.boolean(),
});

export type EntryWish = z.infer<typeof entryWish>;

/** A zip for the quality checker, from the bucket to its scores. */
export const submission = z.object({
  submissionId,
  state: submissionState,
  /** Grows with every write: nobody overwrites what they have not read. */
  revision: z.int().min(1),
  zip: z.object({ bucket: z.string(), key: z.string(), etag: z.string(), bytes: z.int() }),
  datasetType: z.int().min(0).max(12),
  sidecarEtag: z.string(),
  /** Absent while the sidecar file is wrong. */
  wish: entryWish.optional(),
  /** What is wrong with the sidecar file. */
  problems: z.array(problem).optional(),
  /** How often it was begun: each has an execution of its own. */
  attempt: z.int().min(1),
  createdAt: time,
  /** When its latest attempt began. */
  startedAt: time,
  updatedAt: time,
  /** Failures in a row to hand it over, after which the service surely had nothing. */
  tries: z.int().min(0),
  /** How often a request was sent, or was about to be: before another one the lists are looked into. */
  requests: z.int().min(0),
  /** The run that sends the request; gone again once the service surely has nothing of it. */
  submittingBy: z.string().optional(),
  submittingAt: time.optional(),
  /** From then on the request is surely over. */
  submittingUntil: time.optional(),
  /** Host of the service. */
  upstream: z.string().optional(),
  submittedAt: time.optional(),
  entryId: z.int().optional(),
  link: z.string().optional(),
  /** How often the service was asked about it. */
  polls: z.int().min(0),
  /** How often in a row the service said that there is no such entry. */
  misses: z.int().min(0),
  datasetName: z.string().optional(),
  /** In decibels by stem. */
  sdr: z.record(z.string(), z.number()).optional(),
  /** The whole report of the service. */
  metrics: z.string().optional(),
  /** What the service says of it: OK, or what is wrong with the zip. */
  message: z.string().optional(),
  /** As the service writes it. */
  evaluatedAt: z.string().optional(),
  endedAt: time.optional(),
  failure: z
    .object({
      error: z.string(),
      /** A sentence for its owner: what happened, and what to do. */
      reason: z.string(),
      /** Whether the service has it. */
      received: z.enum(['no', 'maybe', 'yes']),
    })
    .optional(),
  /** State and attempt of the last news on the bus. */
  announced: z.string().optional(),
});

export type Submission = z.infer<typeof submission>;

const OPEN: readonly SubmissionState[] = ['queued', 'submitting', 'evaluating'];

/** Whether an execution still has something to do for it. */
export function isOpen({ state }: Pick<Submission, 'state'>): boolean {
  return OPEN.includes(state);
}
