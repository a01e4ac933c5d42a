import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { count, looseData, looseMessage, looseText, success } from './envelope.ts';
import { notFoundReply } from './not-found-reply.ts';
import { remoteHash } from './remote-hash.ts';
import { safeMessage } from './safe-message.ts';
import { type SeparationHash, separationHash } from './separation-hash.ts';

/**
 * How far a remote upload is. `not-ready` covers the first moments, when the service does not know the
 * upload yet or still fetches the audio.
 */
export type RemoteProgress =
  | { kind: 'not-ready'; message: string | undefined }
  | { kind: 'waiting'; position: number | undefined; queueLength: number | undefined }
  | { kind: 'done'; hash: SeparationHash }
  | { kind: 'failed'; message: string | undefined }
  | { kind: 'unknown'; status: string };

const data = looseData({ message: looseMessage, current_order: count, queue_count: count, hash: looseText });

function readRemote(found: boolean, status: string, fields: z.infer<typeof data>): RemoteProgress {
  switch (status) {
    case 'waiting':
      return { kind: 'waiting', position: fields.current_order, queueLength: fields.queue_count };
    case 'done': {
      const hash = separationHash.safeParse(fields.hash);
      return hash.success
        ? { kind: 'done', hash: hash.data }
        : { kind: 'not-ready', message: fields.message };
    }
    case 'failed':
      return { kind: 'failed', message: fields.message };
    default:
      return !found || status === 'not_found' || status === ''
        ? { kind: 'not-ready', message: fields.message }
        : { kind: 'unknown', status: safeMessage(status) };
  }
}

export const getRemote = defineCall({
  name: 'separation.getRemote',
  method: 'GET',
  path: '/api/separation/get-remote',
  token: 'none',
  repeatable: true,
  purpose: 'Tells what became of audio given as a link: once it is fetched, the hash of its separation.',
  params: z.object({ hash: remoteHash }),
  reply: z.discriminatedUnion('status', [
    notFoundReply,
    z.strictObject({
      success: z.literal(true),
      status: z.literal('waiting'),
      data: z.strictObject({
        queue_count: z.int().min(0),
        current_order: z.int().min(0),
        message: z.string(),
      }),
    }),
    z.strictObject({
      success: z.literal(true),
      status: z.literal('failed'),
      data: z.strictObject({ message: z.string() }),
    }),
    z.strictObject({
      success: z.literal(true),
      status: z.literal('done'),
      data: z.strictObject({
        link: z.string().describe('Where separation/get tells how far it is.'),
        hash: z.string().describe('Of the separation, for separation/get.'),
        message: z.string(),
      }),
    }),
  ]),
  answer: z
    .object({ success, status: looseText, data })
    .transform((answer) => readRemote(answer.success, answer.status ?? '', answer.data)),
  errors: [callError.invalid('The hash field is required.'), callError.rate],
  examples: [
    {
      summary: 'The audio is being fetched',
      params: { hash: 'n2AwBjy4KsFZfqqR' },
      reply: {
        success: true,
        status: 'waiting',
        data: {
          queue_count: 4,
          current_order: 2,
          message: 'Your audio file is being downloaded, please wait a while...',
        },
      },
    },
    {
      summary: 'The audio is there; its separation has a hash of its own',
      params: { hash: 'n2AwBjy4KsFZfqqR' },
      reply: {
        success: true,
        status: 'done',
        data: {
          link: 'https://engine.example/api/separation/get?hash=20260812120000-0123456789-my-song.wav',
          hash: '20260812120000-0123456789-my-song.wav',
          message: 'Your audio is fetched.',
        },
      },
    },
    {
      summary: 'The audio could not be fetched',
      params: { hash: 'n2AwBjy4KsFZfqqR' },
      reply: { success: true, status: 'failed', data: { message: 'The link answers with HTTP 404.' } },
    },
    {
      summary: 'Nothing of this name',
      params: { hash: 'AAAAbbbbCCCCdddd' },
      reply: {
        success: false,
        status: 'not_found',
        errors: ['Remote upload not found'],
        message: 'Remote upload not found',
        data: { message: 'Remote upload not found' },
      },
    },
  ],
});
