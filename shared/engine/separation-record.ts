import * as z from 'zod';

/** How long records, inputs and stems are kept, in hours: the API promises its users as much. */
export const RETENTION_HOURS = 72;

/** A request as it was accepted; its options are on record although no separator here reads them. */
const order = {
  createdAt: z.iso.datetime(),
  /** When DynamoDB may drop the item, in seconds since 1970. */
  expiresAt: z.int(),
  sepType: z.int(),
  options: z.record(z.string(), z.string()),
  outputFormat: z.int(),
  webhookUrl: z.string().optional(),
  /** What to tell the user; the reason when the status is `failed`. */
  message: z.string().optional(),
};

const stemFile = z.object({ label: z.string(), fileName: z.string(), bytes: z.int() });

/** A separation, by the long hash that `get` answers for. */
const separationRecord = z.object({
  kind: z.literal('separation'),
  hash: z.string(),
  status: z.enum(['waiting', 'processing', 'distributing', 'merging', 'done', 'failed']),
  ...order,
  inputBytes: z.int(),
  /** Known once the input is decoded: channels of the input, and samples of each channel at 44.1 kHz. */
  channels: z.int().optional(),
  samples: z.int().optional(),
  /** Samples of a chunk without what it shares with its neighbours. */
  chunkSamples: z.int().optional(),
  allChunks: z.int().optional(),
  /** Indexes of the chunks that are separated: a set, so that a chunk run twice counts once. */
  finishedChunks: z.set(z.number()).optional(),
  finishedAt: z.iso.datetime().optional(),
  files: z.array(stemFile).optional(),
});

/** Audio to be fetched from a link, by the short hash that `get-remote` answers for. */
const remoteRecord = z.object({
  kind: z.literal('remote'),
  hash: z.string(),
  status: z.enum(['waiting', 'done', 'failed']),
  ...order,
  url: z.string(),
  /** The separation that it became; there as soon as the audio is fetched. */
  longHash: z.string().optional(),
});

export const engineRecord = z.discriminatedUnion('kind', [separationRecord, remoteRecord]);

export type SeparationRecord = z.infer<typeof separationRecord>;
export type RemoteRecord = z.infer<typeof remoteRecord>;
export type EngineRecord = z.infer<typeof engineRecord>;
export type StemFile = z.infer<typeof stemFile>;
