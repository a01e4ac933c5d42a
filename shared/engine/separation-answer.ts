import { findSeparator } from '../separators/registry.ts';
import { fileNameOf } from './engine-hash.ts';
import { megabytes } from './megabytes.ts';
import { findOutputEncoding } from './output-encoding.ts';
import type { QueuePlace } from './queue/queue-reader.ts';
import type { SeparationRecord } from './separation-record.ts';
import { storageKeys } from './storage-keys.ts';
import { wireTimeOf } from './wire-time-of.ts';

/** The states that a caller sees; a cancelled separation is not found any more. */
type ShownStatus = Exclude<SeparationRecord['status'], 'cancelled'>;

/** What `get` says, and what a webhook posts. */
export interface SeparationAnswer {
  readonly success: true;
  readonly status: ShownStatus;
  readonly data: Readonly<Record<string, unknown>>;
}

const MESSAGES = {
  waiting: 'Your file is in the queue.',
  processing: 'Your file is being separated.',
  distributing: 'Your file is long; its parts are being separated side by side.',
  merging: 'The separated parts are being joined.',
  done: 'Your file is separated.',
  failed: 'The separation failed.',
} as const;

/**
 * The body of `get` for a separation, one shape for each of its states.
 *
 * @param record of a separation that is not cancelled.
 * @param engineUrl the Engine's own address, without a slash at the end; every link begins with it.
 */
export function separationAnswer(
  record: SeparationRecord,
  engineUrl: string,
  place: QueuePlace = { count: 0, order: 0 },
): SeparationAnswer {
  const { status } = record;
  if (status === 'cancelled') throw new Error(`The separation ${record.hash} is cancelled.`);
  const message = record.message ?? MESSAGES[status];
  const data = {
    waiting: () => ({ queue_count: place.count, current_order: place.order, message }),
    processing: () => ({ message }),
    distributing: () => ({
      queue_count: 0,
      current_order: 0,
      finished_chunks: record.finishedChunks?.size ?? 0,
      all_chunks: record.allChunks ?? 0,
      message,
    }),
    merging: () => ({ message }),
    done: () => ({ hash: record.hash, message, ...result(record, engineUrl) }),
    failed: () => ({ message }),
  }[status]();
  return { success: true, status, data };
}

function result(record: SeparationRecord, engineUrl: string) {
  const { hash, inputBytes, files = [], finishedAt = record.createdAt } = record;
  const separator = findSeparator(record.sepType);
  return {
    algorithm: separator?.algorithm ?? '',
    algorithm_description: separator?.description ?? '',
    output_format: findOutputEncoding(record.outputFormat)?.name ?? '',
    size: megabytes(inputBytes),
    tags: null,
    input_file: {
      url: `${engineUrl}/${storageKeys.input(hash)}`,
      size: megabytes(inputBytes),
      download: fileNameOf(hash),
    },
    files: files.map(({ label, fileName, bytes }) => ({
      type: label,
      url: `${engineUrl}/${storageKeys.stemFile(fileName)}`,
      size: megabytes(bytes),
      bytes,
      download: fileName,
    })),
    date: wireTimeOf(finishedAt),
  };
}
