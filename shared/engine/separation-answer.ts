import type * as z from 'zod';
import { findOutputFormat } from '../mvsep/catalogue/output-format.ts';
import type { separationReply } from '../mvsep/contract/separation-reply.ts';
import { megabytes } from '../mvsep/server/megabytes.ts';
import { fileNameOf } from '../mvsep/server/mint-hash.ts';
import { wireTimeOf } from '../mvsep/server/wire-time-of.ts';
import { gainSentence } from './gain-sentence.ts';
import type { QueuePlace } from './queue/queue-reader.ts';
import type { SeparationRecord } from './separation-record.ts';
import { storageKeys } from './storage-keys.ts';

/** What `get` says, and what a webhook posts. */
export type SeparationAnswer = z.input<typeof separationReply>;

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
  const message = [record.message ?? MESSAGES[status], ...(status === 'done' ? gainReport(record) : [])].join(
    ' ',
  );
  switch (status) {
    case 'waiting':
      return {
        success: true,
        status,
        data: { queue_count: place.count, current_order: place.order, message },
      };
    case 'distributing':
      return { success: true, status, data: { ...chunksOf(record), message } };
    case 'done':
      return { success: true, status, data: { hash: record.hash, message, ...result(record, engineUrl) } };
    default:
      return { success: true, status, data: { message } };
  }
}

/** The queue is behind it, so its place is 0 of 0. */
function chunksOf({ finishedChunks, allChunks = 0 }: SeparationRecord) {
  return {
    queue_count: 0,
    current_order: 0,
    finished_chunks: finishedChunks?.size ?? 0,
    all_chunks: allChunks,
  };
}

function result(record: SeparationRecord, engineUrl: string) {
  const { hash, inputBytes, files = [], finishedAt = record.createdAt } = record;
  return {
    algorithm: record.separator.algorithm,
    algorithm_description: record.separator.description,
    output_format: findOutputFormat(record.outputFormat)?.name ?? '',
    size: megabytes(inputBytes),
    tags: tagsOf(record),
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

function gainReport(record: SeparationRecord): string[] {
  const sentence = gainSentence(record);
  return sentence === undefined ? [] : [sentence];
}

/** As the API has them: an object of texts, or null when the song says nothing. */
function tagsOf({ tags = {} }: SeparationRecord): Record<string, string> | null {
  const said = Object.entries(tags).filter(([, text]) => text !== undefined);
  return said.length === 0 ? null : Object.fromEntries(said);
}
