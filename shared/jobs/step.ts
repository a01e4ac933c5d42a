import * as z from 'zod';
import { remoteHash } from '../mvsep/contract/remote-hash.ts';
import { separationHash } from '../mvsep/contract/separation-hash.ts';
import { failure } from './failure.ts';
import { historyLine } from './history-line.ts';
import { jobId } from './job-id.ts';
import { stepName } from './step-name.ts';
import { work } from './work.ts';

/**
 * Where a step is: blocked (its song is not looked into yet, its job waits for credits, or the stem that it takes
 * is not there yet) → queued for its turn → being handed over → waiting for its separation → its stems being
 * copied → ended.
 */
const stepState = z.enum(['blocked', 'queued', 'creating', 'waiting', 'copying', 'done', 'failed']);

const time = z.iso.datetime();

/** What is asked of the service: `sep_type`, option fields, `output_format`. */
const stepSeparation = z.object({
  type: z.int(),
  name: z.string(),
  slug: z.string(),
  options: z.partialRecord(z.enum(['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4']), z.string()),
  outputFormat: z.int(),
});

/** Why this separation, when the best one was asked for: read from a leaderboard when the job was submitted. */
const stepChoice = z.object({
  /** As the recipe says it: `best:vocals`. */
  wish: z.string(),
  /** The board that was looked at, and the stem whose SDR counted there. */
  datasetType: z.int(),
  stem: z.string(),
  /** The entry that won among those that can be called; absent when no board was read yet, and the labels of the catalogue decided. */
  entryId: z.int().optional(),
  algorithm: z.string(),
  /** In decibels. */
  sdr: z.number(),
  creditsPerMinute: z.number(),
  /** The ceiling of the recipe. */
  maxCreditsPerMinute: z.number().optional(),
  /** When that entry was last read; absent together with it. */
  boardReadAt: time.optional(),
  /** A sentence for people: what won, and what was passed over. */
  because: z.string(),
});

/** The object in the bucket that is separated: the song, or a stem of an earlier step. */
const stepInput = z.object({
  key: z.string(),
  etag: z.string(),
  bytes: z.int(),
  sha256: z.string().optional(),
});

/** A stem to be stored: fetched from a link, or copied from where an earlier job stored the same. */
const stemSource = z.object({
  stem: z.string(),
  key: z.string(),
  contentType: z.string(),
  /** Link at the service. */
  url: z.string().optional(),
  /** Key in the bucket, for a result that is in the cache. */
  copyFrom: z.string().optional(),
  bytes: z.int().optional(),
  sha256: z.string().optional(),
});

/** How the separation ended: the stems to store, or why there are none. */
const stepResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), stems: z.array(stemSource) }),
  z.object({
    kind: z.literal('failed'),
    error: z.string(),
    reason: z.string(),
    charged: z.enum(['no', 'maybe', 'yes']),
  }),
]);

/** One stem that lies in the bucket. */
const storedFile = z.object({
  stem: z.string(),
  key: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** As S3 answered it, without quotes: which version of the object a later step takes. */
  etag: z.string(),
  contentType: z.string(),
});

/** The latest news while a step waits, as the service tells it. */
const progress = z.object({
  status: z.string(),
  at: time,
  position: z.int().optional(),
  queueLength: z.int().optional(),
  finishedChunks: z.int().optional(),
  allChunks: z.int().optional(),
  /** When the service last knew of it. */
  knownAt: time.optional(),
  /** Since when the service has not known of it. */
  missingSince: time.optional(),
});

/** The money of a step, in credits. */
const stepCredits = z.object({
  /** By the catalogue and the length of the song; absent when the price is unknown. */
  quoted: z.int().optional(),
  /** What the budget still holds for this step. */
  reserved: z.int().default(0),
  /** The month whose budget holds or was charged with it, as `2026-11`; absent until credits were set aside. */
  month: z.string().optional(),
  /** What the service really took for it, all attempts together, refunds subtracted; known once settled. */
  charged: z.int().optional(),
  /** What the service gave back. */
  refunded: z.int().optional(),
  /** 1 from just before links to the mirror are asked for, which costs a credit; 0 when that was surely refused. */
  mirror: z.int().optional(),
  settledAt: time.optional(),
  /** What was settled for the latest attempt; later news of it correct this figure. */
  settled: z.int().optional(),
});

/** The record of one separation of a job: its whole story, kept in one item. */
export const step = z.object({
  jobId,
  step: stepName,
  /** Its place in the job's list of steps, from 0. */
  index: z.int().min(0),
  state: stepState,
  separation: stepSeparation,
  choice: stepChoice.optional(),
  /** The stem it takes; absent when it takes the song itself. */
  parent: z.object({ step: stepName, stem: z.string() }).optional(),
  /** Known once it is no longer blocked. */
  input: stepInput.optional(),
  /** Where its stems are stored, without a slash at the end. */
  folder: z.string().optional(),
  credits: stepCredits.default({ reserved: 0 }),
  /** The attempt that is being made or was made last: see `uploadId`. A new one begins only after an old one surely cost nothing, or was given back, or by a retry that somebody asked for. */
  attempt: z.int().min(1).default(1),
  /** How its audio travels: as the settings said when it was first handed over, or as bytes since the service could not fetch the link. */
  handoff: z.enum(['link', 'upload']).optional(),
  /** The job and step whose result this one was copied from. */
  cachedFrom: z.object({ jobId, step: stepName }).optional(),
  /** Host of the MVSep API that separates. */
  upstream: z.string().optional(),
  remoteHash: remoteHash.optional(),
  separationHash: separationHash.optional(),
  progress: progress.optional(),
  /** How often the poller or a webhook asked about this step. */
  polls: z.int().default(0),
  work: work.optional(),
  dueAt: time.optional(),
  /** When a webhook came before the step was waiting. */
  hintedAt: time.optional(),
  taskToken: z.string().optional(),
  /** When the step that registered the token began. */
  tokenAt: time.optional(),
  /** Until when its turn holds: nobody else may hand it over meanwhile. */
  turnUntil: time.optional(),
  /** How often in a row the service could not take it. */
  refusals: z.int().default(0),
  /** How often the account's history was searched for it without finding it. */
  lookUps: z.int().default(0),
  /** How many entries of that history were looked at by a search that goes on there. */
  searchedTo: z.int().optional(),
  result: stepResult.optional(),
  files: z.record(z.string(), storedFile).default({}),
  failure: failure.optional(),
  /** When somebody asked for the job to be cancelled. */
  cancelledAt: time.optional(),
  queuedAt: time.optional(),
  /** The write-ahead mark: from here on a create may have been sent. */
  creatingAt: time.optional(),
  /** Who wrote the mark: one attempt, under a name that no other has. */
  creatingBy: z.string().optional(),
  /** When the one who wrote the mark is surely not running any more. */
  creatingUntil: time.optional(),
  createdAt: time.optional(),
  /** Since when no stem of it could be fetched. */
  downloadFailingSince: time.optional(),
  resultAt: time.optional(),
  endedAt: time.optional(),
  updatedAt: time,
  /** Names the latest change, for the one who made it. */
  changeId: z.string().optional(),
  events: z.array(historyLine),
});

export type Step = z.infer<typeof step>;
export type StepState = z.infer<typeof stepState>;
export type StepChoice = z.infer<typeof stepChoice>;
export type StepResult = z.infer<typeof stepResult>;
export type StemSource = z.infer<typeof stemSource>;
export type StoredFile = z.infer<typeof storedFile>;
export type StepProgress = z.infer<typeof progress>;
