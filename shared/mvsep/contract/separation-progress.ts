import * as z from 'zod';
import { count, looseText } from './envelope.ts';
import { readSeparationFiles, type SeparationFile } from './separation-file.ts';

/** How far a separation is. Only `done` and `failed` are final; every other kind means: ask again later. */
export type SeparationProgress =
  | { kind: 'not-found'; message: string | undefined }
  | { kind: 'waiting'; position: number | undefined; queueLength: number | undefined }
  | { kind: 'processing' }
  | { kind: 'distributing'; finishedChunks: number | undefined; allChunks: number | undefined }
  | { kind: 'merging' }
  | { kind: 'links-pending' }
  | { kind: 'done'; files: SeparationFile[]; algorithm: string | undefined; outputFormat: string | undefined }
  | { kind: 'failed'; message: string | undefined }
  | { kind: 'unknown'; status: string };

/** The parts of `data` that any status of `get` may carry. */
export const progressData = {
  message: looseText,
  current_order: count,
  queue_count: count,
  finished_chunks: count,
  all_chunks: count,
  algorithm: looseText,
  output_format: looseText,
  files: z.unknown().optional(),
};

type ProgressData = Partial<z.infer<z.ZodObject<typeof progressData>>>;

/** Turns a `get` answer into its progress. A status never heard of is kept, and means: keep asking. */
export function readProgress(found: boolean, status: string, data: ProgressData): SeparationProgress {
  switch (status) {
    case 'waiting':
      return { kind: 'waiting', position: data.current_order, queueLength: data.queue_count };
    case 'processing':
    case 'merging':
      return { kind: status };
    case 'distributing':
      return { kind: status, finishedChunks: data.finished_chunks, allChunks: data.all_chunks };
    case 'done':
      return readDone(data);
    case 'failed':
      return { kind: 'failed', message: data.message };
    default:
      return !found || status === 'not_found'
        ? { kind: 'not-found', message: data.message }
        : { kind: 'unknown', status };
  }
}

function readDone(data: ProgressData): SeparationProgress {
  const files = readSeparationFiles(data.files);
  if (files === undefined) return { kind: 'links-pending' };
  return { kind: 'done', files, algorithm: data.algorithm, outputFormat: data.output_format };
}
