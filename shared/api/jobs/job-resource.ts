import * as z from 'zod';
import { jobState } from '../../jobs/job.ts';

const time = z.iso.datetime();

/** Why a job, or one of its separations, has not come to its result. */
export const failureResource = z
  .strictObject({
    error: z.string().describe('The name of the error, the same for every failure of its kind.'),
    reason: z.string().describe('What happened, and what to do next.'),
    charged: z.enum(['no', 'maybe', 'yes']).describe('Whether credits were spent.'),
    at: time,
    phase: z.string().describe('The state in which it failed.'),
  })
  .meta({ id: 'Failure' });

/** One separation of a job. */
const stepResource = z
  .strictObject({
    name: z.string().describe('Unique within the job.'),
    state: z.enum(['blocked', 'queued', 'creating', 'waiting', 'copying', 'done', 'failed']),
    separation: z.strictObject({
      type: z.int().describe('`sep_type` of the MVSep API.'),
      name: z.string(),
      options: z.record(z.string(), z.string()).describe('`add_opt1` to `add_opt4`.'),
      outputFormat: z.int().describe('`output_format` of the MVSep API.'),
    }),
    of: z
      .strictObject({ step: z.string(), stem: z.string() })
      .optional()
      .describe('The stem of an earlier step that it takes; absent when it takes the song.'),
    choice: z
      .strictObject({
        wish: z.string(),
        datasetType: z.int(),
        stem: z.string(),
        algorithm: z.string(),
        sdr: z.number().describe('In decibels.'),
        creditsPerMinute: z.number(),
        maxCreditsPerMinute: z.number().optional(),
        boardReadAt: time.optional().describe('Absent when no leaderboard was read yet.'),
        because: z.string(),
      })
      .optional()
      .describe('Why this separation, when the best one was asked for.'),
    cached: z.boolean().describe('The result was copied from an earlier job, and cost nothing.'),
    credits: z.strictObject({
      quoted: z.int().optional().describe('Absent while the price is not known.'),
      reserved: z.int().describe('Still set aside for it.'),
      charged: z.int().optional().describe('Known some minutes after its end.'),
      refunded: z.int().optional(),
    }),
    attempt: z.int(),
    progress: z
      .strictObject({
        status: z.string(),
        at: time,
        position: z.int().optional(),
        queueLength: z.int().optional(),
        finishedChunks: z.int().optional(),
        allChunks: z.int().optional(),
      })
      .optional()
      .describe('The latest news of the service, while it is separated.'),
    failure: failureResource.optional(),
    queuedAt: time.optional(),
    createdAt: time.optional().describe('When the service had it.'),
    resultAt: time.optional(),
    endedAt: time.optional(),
    files: z
      .array(
        z.strictObject({
          stem: z.string(),
          key: z.string().describe('In the bucket.'),
          bytes: z.int(),
          sha256: z.string(),
          contentType: z.string(),
        }),
      )
      .describe('The stems that lie in the bucket.'),
  })
  .meta({ id: 'Step' });

/** A job as callers see it: everything but tokens, links and hashes, by which others could fetch its stems. */
export const jobResource = z
  .strictObject({
    id: z.string(),
    state: jobState,
    owner: z.string().optional().describe('Whose key asked for it; absent for an upload to the bucket.'),
    source: z.strictObject({
      key: z.string().describe('Where the song lies in the bucket.'),
      bytes: z.int().optional().describe('Absent until a song by link was fetched.'),
      sha256: z.string().optional().describe('Of its bytes, in hex; known once the song was inspected.'),
      link: z
        .strictObject({
          host: z.string().describe('Of the link; the rest of it is not shown, because it may be a secret.'),
          service: z.enum(['direct', 'mega', 'drive', 'dropbox']),
          fetchedAt: time.optional(),
        })
        .optional()
        .describe('Where a song is fetched from that nobody uploaded.'),
    }),
    recipe: z.string().optional().describe('The recipe by whose name it was asked for.'),
    song: z
      .strictObject({
        seconds: z.number(),
        sampleRate: z.number().optional().describe('In hertz.'),
        channels: z.int().optional(),
        container: z.string().optional(),
        codec: z.string().optional(),
      })
      .optional()
      .describe('Known once the song was inspected.'),
    credits: z.strictObject({
      quoted: z.int().optional().describe('Of all its separations; absent while a price is not known.'),
      reserved: z.int().describe('Still set aside for it.'),
      charged: z.int().describe('Of the separations whose charge is known already.'),
      approved: z.boolean().optional().describe('It runs whatever the budget says.'),
    }),
    steps: z.array(stepResource),
    failure: failureResource.optional(),
    folder: z.string().optional().describe('Where the stems and the manifest lie.'),
    manifestKey: z.string().optional(),
    attempt: z.int().describe('1, and one more for each retry.'),
    submittedAt: time,
    inspectedAt: time.optional(),
    cancelledAt: time.optional().describe('When somebody asked for it to be cancelled.'),
    endedAt: time.optional(),
    updatedAt: time,
    history: z
      .array(
        z.strictObject({
          at: time,
          step: z.string().optional().describe('Absent when it is about the job itself.'),
          what: z.string(),
          detail: z.string().optional(),
        }),
      )
      .describe('What happened, in order.'),
  })
  .meta({ id: 'Job' });

export type JobResource = z.infer<typeof jobResource>;
