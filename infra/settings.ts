import * as z from 'zod';
import { UnusableSettings } from './unusable-settings.ts';

/** `sep_type`, its option fields and `output_format`, as the MVSep API names them. */
const separationDefaults = z.strictObject({
  separationType: z.int().min(0).describe('sep_type of an upload that names none'),
  options: z
    .partialRecord(z.enum(['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4']), z.string())
    .default({})
    .describe('add_opt1 … add_opt4 of an upload that names none'),
  outputFormat: z.int().min(0).max(5).default(1).describe('output_format; 1 is WAV 16 bit'),
});

const settingsSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/)
      .default('mvsep')
      .describe('What the names of the stacks begin with; another name is another deployment'),
    upstream: z
      .union([z.literal('engine'), z.url({ protocol: /^https$/ })])
      .default('https://mvsep.com')
      .describe('Which MVSep API separates: an address, or "engine" for the Engine stack of this app'),
    separation: separationDefaults.optional().describe('What an upload without metadata gets'),
    audioHandoff: z
      .enum(['link', 'upload'])
      .default('link')
      .describe('How audio reaches the MVSep API: a presigned link, or a streamed form upload'),
    separationTimeoutHours: z
      .int()
      .min(1)
      .max(240)
      .default(24)
      .describe('How long a job may wait for its separation; free queues can take hours'),
    pollEveryMinutes: z.int().min(1).max(60).default(1).describe('How often waiting jobs are looked at'),
    requestsPerPoll: z
      .int()
      .min(1)
      .max(1000)
      .default(40)
      .describe('Most calls one round of polling may send to the MVSep API, whatever the number of jobs'),
    handoffRetentionDays: z.int().min(1).default(2).describe('How long handed-off copies of uploads stay'),
    logRetentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365]).default(30),
    engine: z
      .strictObject({
        chunkSeconds: z.int().min(5).max(300).default(30).describe('Audio one separating function takes'),
        parallelChunks: z.int().min(1).max(40).default(10).describe('Chunks of one song separated at once'),
        separationsAtOnce: z
          .int()
          .min(1)
          .max(100)
          .default(10)
          .describe('Songs separated at once; the others wait in the queue'),
        requestsPerMinute: z
          .int()
          .min(10)
          .max(100_000)
          .default(300)
          .describe('Calls one caller may make a minute; the owner is not counted'),
        anonymousSeparations: z
          .boolean()
          .default(false)
          .describe('Whether separations may be created without an api_token'),
        mailFrom: z
          .email()
          .optional()
          .describe(
            'Sender of the mails that verify new accounts, an identity of SES; without it none is sent',
          ),
        unlimitedUploads: z
          .boolean()
          .default(false)
          .describe('For the local cloud: no refusal of uploads over the limits of API Gateway and Lambda'),
      })
      .prefault({}),
  })
  .refine(({ upstream, audioHandoff }) => upstream !== 'engine' || audioHandoff === 'link', {
    path: ['audioHandoff'],
    error:
      'The Engine takes uploads of at most 4.4 MB, a limit of API Gateway and Lambda: hand songs over by "link"',
  });

/** Every setting of the app, with units in the names. See `docs/settings.md` for the meaning of each. */
export type Settings = z.infer<typeof settingsSchema> & {
  readonly separation: z.infer<typeof separationDefaults>;
};

/** BS Roformer (vocals, instrumental): the type most people come to mvsep.com for. */
const MVSEP_DEFAULT = { separationType: 40, options: {}, outputFormat: 1 };
/** Drums and other: the Engine runs it from the start. */
const ENGINE_DEFAULT = { separationType: 44, options: {}, outputFormat: 1 };

/**
 * Reads the settings from CDK context: the object `settings` in `cdk.json`, or the same as JSON text on
 * the command line.
 *
 * @example
 * // cdk deploy --all -c settings='{"upstream":"engine"}'
 * readSettings(app.node.tryGetContext('settings'));
 *
 * @throws UnusableSettings naming each wrong setting.
 */
export function readSettings(context: unknown): Settings {
  const parsed = settingsSchema.safeParse(fromContext(context));
  if (!parsed.success) throw new UnusableSettings(z.prettifyError(parsed.error));
  const settings = parsed.data;
  const fallback = settings.upstream === 'engine' ? ENGINE_DEFAULT : MVSEP_DEFAULT;
  return { ...settings, separation: settings.separation ?? fallback };
}

function fromContext(context: unknown): unknown {
  if (context === undefined) return {};
  if (typeof context !== 'string') return context;
  try {
    return JSON.parse(context);
  } catch (cause) {
    throw new UnusableSettings('The context value "settings" is not JSON.', { cause });
  }
}
