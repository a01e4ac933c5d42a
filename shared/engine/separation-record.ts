import * as z from 'zod';
import { coverType } from '../audio/tags/cover.ts';
import { songTags } from '../audio/tags/song-tags.ts';
import { separation } from '../mvsep/catalogue/separation.ts';
import { chosenSeparator } from './chosen-separator.ts';
import { plan } from './plan.ts';

/** How long records, inputs and stems are kept, in hours: the API promises its users as much. */
export const RETENTION_HOURS = 72;

/** A request as it was accepted. */
const order = {
  createdAt: z.iso.datetime(),
  /** From when on it counts as deleted, and DynamoDB may drop the item, in seconds since 1970. */
  expiresAt: z.int(),
  /** Whose it is: an account, or `anonymous-…` for somebody at an address. */
  accountId: z.string().min(1),
  /** The plan under which it was created, whatever its owner has since. */
  plan,
  /** Of its line in the owner's history; the same for a link and for the separation that it becomes. */
  number: z.int(),
  sepType: z.int(),
  options: separation.shape.options,
  separator: chosenSeparator,
  outputFormat: z.int(),
  /** Whether the names of its files tell the algorithm. */
  longFilenames: z.boolean(),
  /** Whether everybody may see it once it is done. */
  isDemo: z.boolean(),
  webhookUrl: z.string().optional(),
  /** What to tell the user; the reason when the status is `failed`. */
  message: z.string().optional(),
};

/** A stem that can be downloaded. */
export const stemFile = z.object({ label: z.string(), fileName: z.string(), bytes: z.int() });

/** A separation, by the long hash that `get` answers for. */
const separationRecord = z.object({
  kind: z.literal('separation'),
  hash: z.string(),
  /** The short hash of the link that it was made of. */
  remoteHash: z.string().optional(),
  status: z.enum(['waiting', 'processing', 'distributing', 'merging', 'done', 'failed', 'cancelled']),
  ...order,
  /** What it cost when it was put in the queue. */
  credits: z.int().min(0),
  inputBytes: z.int(),
  /** How long the input plays, as its headers say. */
  seconds: z.number(),
  /** The second file of types that take two: what the first is made to sound like. */
  reference: z.object({ fileName: z.string(), bytes: z.int() }).optional(),
  /** Where it runs, since it left the queue. */
  slot: z.int().min(0).optional(),
  /** Known once the input is decoded: channels of the input, and samples of each channel at 44.1 kHz. */
  channels: z.int().optional(),
  samples: z.int().optional(),
  /** Samples of a chunk without what it shares with its neighbours. */
  chunkSamples: z.int().optional(),
  /** Samples that a chunk sees of each of its neighbours, as its separator needs. */
  contextSamples: z.int().optional(),
  allChunks: z.int().optional(),
  /** Indexes of the chunks that are separated: a set, so that a chunk run twice counts once. */
  finishedChunks: z.set(z.number()).optional(),
  /** How loud each of them is at its loudest, over all stems, full scale being 1: a set for the same reason. */
  peaks: z.set(z.number()).optional(),
  /** What the input says of its song, and of what kind the picture is that it holds. */
  tags: songTags.optional(),
  cover: coverType.optional(),
  finishedAt: z.iso.datetime().optional(),
  files: z.array(stemFile).optional(),
});

/** Audio to be fetched from a link, by the short hash that `get-remote` answers for. */
const remoteRecord = z.object({
  kind: z.literal('remote'),
  hash: z.string(),
  status: z.enum(['waiting', 'done', 'failed', 'cancelled']),
  ...order,
  url: z.string(),
  remoteType: z.enum(['direct', 'mega', 'drive', 'dropbox']),
  /** The separation that it becomes: there from the start when the link names its file, else once it is fetched. */
  longHash: z.string().optional(),
});

export const engineRecord = z.discriminatedUnion('kind', [separationRecord, remoteRecord]);

export type SeparationRecord = z.infer<typeof separationRecord>;
export type RemoteRecord = z.infer<typeof remoteRecord>;
export type EngineRecord = z.infer<typeof engineRecord>;
export type StemFile = z.infer<typeof stemFile>;
