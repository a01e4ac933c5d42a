import * as z from 'zod';
import { remoteHash } from '../mvsep/contract/remote-hash.ts';
import { separationHash } from '../mvsep/contract/separation-hash.ts';
import { jobId } from './job-id.ts';

/**
 * Where a job is: recorded → inspected → being handed over → waiting for its separation → its stems being
 * copied → ended. Only waiting jobs carry `dueAt`.
 */
const jobState = z.enum(['submitted', 'inspected', 'creating', 'waiting', 'copying', 'done', 'failed']);

const time = z.iso.datetime();

const source = z.object({
  bucket: z.string(),
  key: z.string(),
  etag: z.string(),
  bytes: z.int(),
});

/** What a look into the file tells. */
const audio = z.object({
  seconds: z.number(),
  sampleRate: z.number().optional(),
  channels: z.int().optional(),
  container: z.string().optional(),
  codec: z.string().optional(),
});

const jobSeparation = z.object({
  type: z.int(),
  name: z.string(),
  slug: z.string(),
  options: z.partialRecord(z.enum(['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4']), z.string()),
  outputFormat: z.int(),
});

/** What the service answered in the end: the stems to fetch, or why there are none. */
const separationResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    stems: z.array(
      z.object({
        stem: z.string(),
        key: z.string(),
        contentType: z.string(),
        url: z.string(),
        bytes: z.int().optional(),
      }),
    ),
  }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);

/** One stem that lies in the bucket. */
const storedFile = z.object({
  stem: z.string(),
  key: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  contentType: z.string(),
});

const failure = z.object({
  /** Name of the error, as Step Functions reports it. */
  error: z.string(),
  /** A sentence for the owner of the song. */
  reason: z.string(),
  charged: z.enum(['no', 'maybe', 'yes']),
  at: time,
  /** State in which the job failed. */
  phase: jobState,
});

/** The latest news while a job waits, as the service tells it. */
const progress = z.object({
  status: z.string(),
  at: time,
  position: z.int().optional(),
  queueLength: z.int().optional(),
  finishedChunks: z.int().optional(),
  allChunks: z.int().optional(),
});

/** The record of one job: its whole story, kept in one item. Times are UTC, ISO 8601. */
export const job = z.object({
  jobId,
  state: jobState,
  source,
  separation: jobSeparation,
  audio: audio.optional(),
  /** Folder of this song's stems, with the slug of the separation. */
  stemsFolder: z.string().optional(),
  creditsQuoted: z.int().optional(),
  executionArn: z.string().optional(),
  /** Host of the MVSep API that separates. */
  upstream: z.string().optional(),
  remoteHash: remoteHash.optional(),
  separationHash: separationHash.optional(),
  progress: progress.optional(),
  /** How often the poller or a webhook asked about this job. */
  polls: z.int().default(0),
  /** When the poller should next look. */
  dueAt: time.optional(),
  /** When a webhook came before the job was waiting. */
  hintedAt: time.optional(),
  taskToken: z.string().optional(),
  /** When the step that registered the token began. */
  tokenAt: time.optional(),
  result: separationResult.optional(),
  files: z.record(z.string(), storedFile).default({}),
  manifestKey: z.string().optional(),
  failure: failure.optional(),
  submittedAt: time,
  inspectedAt: time.optional(),
  /** The write-ahead mark: from here on a create may have been sent. */
  creatingAt: time.optional(),
  /** Who wrote the mark: one attempt, under a name that no other has. */
  creatingBy: z.string().optional(),
  createdAt: time.optional(),
  resultAt: time.optional(),
  endedAt: time.optional(),
  updatedAt: time,
  /** Names the latest change, for the one who made it. */
  changeId: z.string().optional(),
  events: z.array(z.object({ at: time, what: z.string(), detail: z.string().optional() })),
});

export type Job = z.infer<typeof job>;
export type JobState = z.infer<typeof jobState>;
export type SeparationResult = z.infer<typeof separationResult>;
export type StoredFile = z.infer<typeof storedFile>;
export type JobProgress = z.infer<typeof progress>;
