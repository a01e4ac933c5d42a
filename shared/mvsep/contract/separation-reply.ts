import * as z from 'zod';
import { notFoundReply } from './not-found-reply.ts';
import { wireTime } from './wire-time.ts';

const place = {
  queue_count: z.int().min(0).describe('How many separations of the same plan wait.'),
  current_order: z.int().min(0).describe('The place of this one among them.'),
};
const message = z.string();

function found<const Status extends string, Shape extends z.ZodRawShape>(status: Status, data: Shape) {
  return z.strictObject({
    success: z.literal(true),
    status: z.literal(status),
    data: z.strictObject({ ...data, message }),
  });
}

const link = z.string().describe('Absolute; its path begins with /storage/.');
const size = z.string().describe('Such as 5.70 MB.');
const download = z.string().describe('A file name to save it under.');

/** What `separation/get` answers: one shape for each state that a separation can be in. */
export const separationReply = z.discriminatedUnion('status', [
  notFoundReply,
  found('waiting', place),
  found('processing', {}),
  found('distributing', { ...place, finished_chunks: z.int().min(0), all_chunks: z.int().min(0) }),
  found('merging', {}),
  found('failed', {}),
  found('done', {
    hash: z.string(),
    algorithm: z.string().describe('Name of the separation type.'),
    algorithm_description: z.string(),
    output_format: z.string(),
    size,
    tags: z.record(z.string(), z.string()).nullable().describe('Tags of the audio.'),
    input_file: z.strictObject({ url: link, size, download }),
    files: z.array(
      z.strictObject({
        type: z.string().describe('Label of the stem, such as Vocals.'),
        url: link,
        size,
        bytes: z.int().min(0),
        download,
      }),
    ),
    date: wireTime,
  }),
]);
