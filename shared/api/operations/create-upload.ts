import * as z from 'zod';
import { defineOperation, NOTHING } from '../operation.ts';

/** Lets a caller send a song to the bucket. */
export const createUpload = defineOperation({
  id: 'createUpload',
  method: 'POST',
  path: '/v1/uploads',
  answeredBy: 'create-upload',
  scope: 'write',
  tag: 'Uploads',
  summary: 'Get a form with which a song is sent to the bucket.',
  purpose:
    'Send the answered fields and then the file as `multipart/form-data` to the answered address, the file last, in a ' +
    'field called `file`. S3 itself refuses what is larger than `maximumBytes` (`EntityTooLarge`), and anything that ' +
    'the form does not say. The sending must begin before `expiresAt`, and may take as long as it does. Then name ' +
    '`key` in `createJobs`.',
  parameters: NOTHING,
  query: NOTHING,
  body: z.strictObject({
    fileName: z
      .string()
      .min(1)
      .max(1000)
      .describe('Becomes the end of the key, without folders. Give the extension: services go by it.'),
    bytes: z.int().min(1).optional().describe('Size of the file: refused here if it is too large.'),
    contentType: z
      .string()
      .regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/, 'write a media type, for example audio/flac')
      .optional()
      .describe('The media type with which the song is kept.'),
  }),
  status: 201,
  reply: z
    .strictObject({
      url: z.url().describe('Where to send the form.'),
      fields: z.record(z.string(), z.string()).describe('All of them, as they are, before the file.'),
      key: z.string().describe('What to name as the source of a job.'),
      maximumBytes: z.int(),
      expiresAt: z.iso.datetime().describe('Until when the sending may begin.'),
      example: z.string().describe('A command line that sends `song.wav`.'),
    })
    .meta({ id: 'Upload' }),
  problems: ['impossible'],
  examples: [
    {
      summary: 'A song of 42 MB',
      body: { fileName: 'My Song.wav', bytes: 42_000_000 },
      reply: {
        url: 'https://songs.s3.eu-central-1.amazonaws.com/',
        fields: { key: 'incoming/ada/5f0c7a1be2d34c8f9a6b7c8d9e0f1a2b/My Song.wav', Policy: 'eyJleHBp…' },
        key: 'incoming/ada/5f0c7a1be2d34c8f9a6b7c8d9e0f1a2b/My Song.wav',
        maximumBytes: 1_048_576_000,
        expiresAt: '2026-08-12T12:15:00.000Z',
        example: "curl --form-string 'key=incoming/ada/…' … --form 'file=@song.wav' 'https://songs.s3…'",
      },
    },
  ],
});
