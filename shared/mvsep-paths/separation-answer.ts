import type * as z from 'zod';
import { isToBeFetched } from '../jobs/is-to-be-fetched.ts';
import type { Job } from '../jobs/job.ts';
import type { WholeJob } from '../jobs/job-table.ts';
import type { Step } from '../jobs/step.ts';
import { findOutputFormat } from '../mvsep/catalogue/output-format.ts';
import type { separationReply } from '../mvsep/contract/separation-reply.ts';
import { megabytes } from '../mvsep/server/megabytes.ts';
import { fileNameOf } from '../mvsep/server/mint-hash.ts';
import { notFoundBody } from '../mvsep/server/not-found-body.ts';
import { SERVICE_SENTENCES } from '../mvsep/server/service-sentences.ts';
import { wireTimeOf } from '../mvsep/server/wire-time-of.ts';
import { clientFiles } from './client-files.ts';

/** What `get` says of a job, and what a webhook posts. */
export type SeparationAnswer = z.input<typeof separationReply>;

const MESSAGES = {
  fetching: 'Your audio file is being downloaded, please wait a while...',
  waiting: 'Your file is in the queue.',
  credits: 'Your file waits for credits: the budget of this server is spent for now.',
  processing: 'Your file is being separated.',
  distributing: 'Your file is long; its parts are being separated side by side.',
  merging: 'Your file is separated; its stems are being stored.',
  done: 'Your file is separated.',
  failed: 'The separation failed.',
} as const;

/**
 * The body of `get`, made from the records of a job alone. It is done only when every stem lies in the bucket.
 *
 * @param apiUrl the address under which the files are served, without a slash at the end
 */
export function separationAnswer(whole: WholeJob, apiUrl: string): SeparationAnswer {
  const { job, steps } = whole;
  switch (job.state) {
    case 'done':
      return {
        success: true,
        status: 'done',
        data: { ...result(whole, apiUrl), message: MESSAGES.done },
      };
    case 'failed':
    case 'partial':
      return {
        success: true,
        status: 'failed',
        data: { message: job.failure?.reason ?? MESSAGES.failed },
      };
    case 'cancelled':
    case 'deleted':
      return notFoundBody(SERVICE_SENTENCES.unknownHash);
    case 'over-budget':
      return waiting(MESSAGES.credits);
    default:
      return steps[0] === undefined || isToBeFetched(job)
        ? waiting(isToBeFetched(job) ? MESSAGES.fetching : MESSAGES.waiting)
        : underWay(steps[0]);
  }
}

/** Whether the service has not begun: what clients call cancelling gives the credits back. */
export function isWaiting(whole: WholeJob): boolean {
  return separationAnswer(whole, '').status === 'waiting';
}

function underWay({ state, progress }: Step): SeparationAnswer {
  if (state === 'copying' || state === 'done') return inStatus('merging');
  if (state !== 'waiting') return waiting(MESSAGES.waiting);
  const place = { queue_count: progress?.queueLength ?? 0, current_order: progress?.position ?? 0 };
  switch (progress?.status) {
    case 'processing':
      return inStatus('processing');
    case 'distributing':
      return {
        success: true,
        status: 'distributing',
        data: {
          ...place,
          finished_chunks: progress.finishedChunks ?? 0,
          all_chunks: progress.allChunks ?? 0,
          message: MESSAGES.distributing,
        },
      };
    case 'merging':
    case 'links-pending':
      return inStatus('merging');
    default:
      return waiting(MESSAGES.waiting, place);
  }
}

function inStatus(status: 'processing' | 'merging'): SeparationAnswer {
  return { success: true, status, data: { message: MESSAGES[status] } };
}

function waiting(message: string, place = { queue_count: 0, current_order: 0 }): SeparationAnswer {
  return { success: true, status: 'waiting', data: { ...place, message } };
}

function result(whole: WholeJob, apiUrl: string) {
  const { job, steps } = whole;
  const hash = hashOf(job);
  const separation = steps[0]?.separation;
  const size = megabytes(job.source.bytes);
  return {
    hash,
    algorithm: separation?.name ?? '',
    algorithm_description: '',
    output_format: findOutputFormat(separation?.outputFormat ?? -1)?.name ?? '',
    size,
    tags: null,
    input_file: { url: `${apiUrl}/storage/temp/${hash}`, size, download: fileNameOf(hash) },
    files: clientFiles(whole).map(({ type, name, stored: { bytes } }) => ({
      type,
      url: `${apiUrl}/storage/processed/${name}`,
      size: megabytes(bytes),
      bytes,
      download: name,
    })),
    date: wireTimeOf(job.endedAt ?? job.submittedAt),
  };
}

function hashOf({ jobId, clientHash }: Job): string {
  if (clientHash === undefined) throw new Error(`The job ${jobId} was not asked for by the MVSep paths.`);
  return clientHash;
}
