import type * as z from 'zod';
import { count, looseMessage, looseText } from './envelope.ts';
import { safeMessage } from './safe-message.ts';
import { type SeparationFile, separationFiles } from './separation-file.ts';

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
  message: looseMessage,
  current_order: count,
  queue_count: count,
  finished_chunks: count,
  all_chunks: count,
  algorithm: looseText,
  output_format: looseText,
  files: separationFiles.optional(),
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
        : { kind: 'unknown', status: safeMessage(status) };
  }
}

function readDone({ files, algorithm, output_format: outputFormat }: ProgressData): SeparationProgress {
  return files === undefined ? { kind: 'links-pending' } : { kind: 'done', files, algorithm, outputFormat };
}
