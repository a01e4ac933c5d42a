import * as z from 'zod';
import { ownerName } from '../callers/caller.ts';
import { remoteHash } from '../mvsep/contract/remote-hash.ts';
import { separationHash } from '../mvsep/contract/separation-hash.ts';
import { failure } from './failure.ts';
import { historyLine } from './history-line.ts';
import { jobId } from './job-id.ts';
import { stepName } from './step-name.ts';
import { work } from './work.ts';

/**
 * Where a job is: recorded → looked into → (waiting for credits →) its separations under way → ended. `partial`:
 * some of its separations are done and others failed.
 */
export const jobState = z.enum([
  'submitted',
  'over-budget',
  'running',
  'done',
  'partial',
  'failed',
  'cancelled',
  'deleted',
]);

const time = z.iso.datetime();

const source = z.object({
  bucket: z.string(),
  key: z.string(),
  etag: z.string(),
  bytes: z.int(),
  /** Of its bytes, in hex; known once the song was looked into. */
  sha256: z.string().optional(),
});

/** Where a song is fetched from that nobody uploaded. The address may hold a signature: it is never logged. */
const link = z.object({
  url: z.url(),
  service: z.enum(['direct', 'mega', 'drive', 'dropbox']),
  /** When the song lay in the bucket. Before that, nothing is known of its source but its key. */
  fetchedAt: time.optional(),
});

/** What a look into the file tells. */
const audio = z.object({
  seconds: z.number(),
  sampleRate: z.number().optional(),
  channels: z.int().optional(),
  container: z.string().optional(),
  codec: z.string().optional(),
});

/** The money of a job, in credits. The parts stand on its steps. */
const jobCredits = z.object({
  /** Of all steps that are not in the cache; absent when the price of one is unknown. */
  quoted: z.int().optional(),
  /** What the budget holds for this job. Each step gives its part back or turns it into a charge when it ends. */
  reserved: z.int().default(0),
  /** The month whose budget that is, as `2026-11`. */
  month: z.string().optional(),
  /** What was settled for its steps so far. */
  charged: z.int().optional(),
  /** The operator lets it run whatever the budget says. */
  approved: z.boolean().optional(),
});

/** The record of one job: a song and what becomes of it. Its separations are its steps. Times are UTC, ISO 8601. */
export const job = z.object({
  jobId,
  state: jobState,
  source,
  link: link.optional(),
  /** Whose key asked for it; absent for an upload to the bucket. */
  owner: ownerName.optional(),
  /** Of the request that made it: the same idempotency key with another request is refused. */
  requestDigest: z.string().optional(),
  /** Under which clients of the MVSep API ask for it. */
  clientHash: separationHash.optional(),
  /** Under which they ask for it until its link was fetched. */
  clientRemoteHash: remoteHash.optional(),
  /** Where such a client wants to be told of its end. */
  clientWebhook: z.url().optional(),
  /** The recipe by whose name it was asked for; absent for a single separation. */
  recipe: z.string().optional(),
  /** Etag of the file beside the song that said what becomes of it. */
  sidecarEtag: z.string().optional(),
  /** Names of its steps, each after the one whose stem it takes. */
  steps: z.array(stepName),
  /** Where the stems and the manifest lie, without a slash at the end. */
  folder: z.string().optional(),
  audio: audio.optional(),
  credits: jobCredits.optional(),
  /** How often it was started: 1, and one more for each retry. */
  attempt: z.int().min(1).default(1),
  /** The latest execution. */
  executionArn: z.string().optional(),
  manifestKey: z.string().optional(),
  failure: failure.optional(),
  work: work.optional(),
  dueAt: time.optional(),
  /** The month in which it was submitted, as `2026-11`. */
  month: z.string(),
  submittedAt: time,
  inspectedAt: time.optional(),
  /** When somebody asked for it to be cancelled. */
  cancelledAt: time.optional(),
  endedAt: time.optional(),
  /** The latest end (or other news) that was told to the outside: a state and the attempt, as `done 1`. */
  announced: z.string().optional(),
  updatedAt: time,
  /** Names the latest change, for the one who made it. */
  changeId: z.string().optional(),
  events: z.array(historyLine),
});

export type Job = z.infer<typeof job>;
export type JobState = z.infer<typeof jobState>;

/** States that a job leaves only by a retry, or by being deleted. */
export const ENDED_STATES: readonly JobState[] = ['done', 'partial', 'failed', 'cancelled', 'deleted'];
