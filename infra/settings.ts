import * as z from 'zod';
import { separationProblem } from './separation-problem.ts';
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

/** What may be set, and to what. `test/infra/settings.test.ts` asks for every setting wrong and right. */
export const settingsSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,30}$/,
        'use up to 31 lower-case letters, digits and dashes, beginning with a letter',
      )
      .default('mvsep')
      .describe('What the names of the stacks begin with; another name is another deployment'),
    upstream: z
      .union(
        [z.literal('engine'), z.url({ protocol: /^https$/ })],
        'give an address that begins with https://, or "engine"',
      )
      .default('https://mvsep.com')
      .describe('Which MVSep API separates: an address, or "engine" for the Engine stack of this app'),
    separation: separationDefaults.optional().describe('What an upload without metadata or recipe gets'),
    recipe: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'the name of a recipe has up to 40 lower-case letters, digits and dashes')
      .optional()
      .describe('The recipe of an upload that names none, instead of "separation"'),
    audioHandoff: z
      .enum(['link', 'upload'])
      .default('link')
      .describe('How audio reaches the MVSep API: a presigned link, or a streamed form upload'),
    webhooks: z
      .enum(['job', 'account', 'none'])
      .default('job')
      .describe('Webhooks: asked for with every job, set on the page of the account, or none'),
    requestsPerMinute: z
      .int()
      .min(6)
      .max(100_000)
      .default(60)
      .describe('Most calls a minute to the MVSep API, whatever the number of jobs'),
    separationsAtOnce: z
      .union([z.literal('plan'), z.int().min(1).max(1000)], 'give "plan", or a number from 1 to 1000')
      .default('plan')
      .describe(
        'Separations under way at once; "plan" asks the account: one when free, any number when premium',
      ),
    separationTimeoutHours: z
      .int()
      .min(1)
      .max(240)
      .default(24)
      .describe('How long a separation may take once it was handed over; free queues can take hours'),
    queueTimeoutDays: z
      .int()
      .min(1)
      .max(300)
      .default(35)
      .describe(
        'How long a job may wait for its turn or for credits; over a month, so that a new budget comes',
      ),
    creditsPerMonth: z
      .int()
      .min(1)
      .optional()
      .describe(
        'Credits that may be spent in a calendar month (UTC); jobs over it wait. No limit without it',
      ),
    creditsPerJob: z
      .int()
      .min(1)
      .optional()
      .describe(
        'Credits that one job may cost; a job over it waits until it is approved. No limit without it',
      ),
    resultCacheDays: z
      .int()
      .min(0)
      .max(3650)
      .default(90)
      .describe('How long the same separation of the same audio is copied instead of paid again; 0 never'),
    payForMirrors: z
      .boolean()
      .default(false)
      .describe('Whether a stem that cannot be fetched may be asked for at a mirror, which costs a credit'),
    notifications: z
      .strictObject({
        mail: z.email().optional().describe('Gets a mail about every job that ends or waits for credits'),
        webhookUrl: z
          .url({ protocol: /^https$/ })
          .optional()
          .describe('Gets a signed POST about every job that ends or waits for credits'),
      })
      .prefault({}),
    api: z
      .strictObject({
        requestsPerMinute: z
          .int()
          .min(10)
          .max(100_000)
          .default(600)
          .describe('Requests that one key may make to the API a minute'),
        uploadMegabytes: z
          .int()
          .min(1)
          .max(5000)
          .default(1000)
          .describe('The largest song that the API takes, in MB; mvsep.com takes 1000 of a premium account'),
        origins: z
          .array(
            z
              .url({ protocol: /^https?$/ })
              .refine(
                (url) => URL.canParse(url) && new URL(url).origin === url,
                'give an origin as browsers send it, without a path or a slash: https://studio.example.com',
              ),
          )
          .default([])
          .describe('Web pages that may call the API, by the origins they come from; none without it'),
      })
      .prefault({}),
    syncs: z
      .strictObject({
        leaderboardHours: z
          .int()
          .min(0)
          .max(168)
          .default(24)
          .describe('How often the leaderboards of the quality checker are read, in hours; 0 never'),
        catalogueHours: z
          .int()
          .min(0)
          .max(168)
          .default(24)
          .describe('How often the separation types and their prices are read, in hours; 0 never'),
      })
      .prefault({}),
    handoffRetentionDays: z.int().min(1).default(2).describe('How long handed-off copies of uploads stay'),
    logRetentionDays: z
      .literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365])
      .default(30)
      .describe('How long logs stay; CloudWatch knows these numbers alone'),
    engine: z
      .strictObject({
        chunkSeconds: z.int().min(5).max(120).default(30).describe('Audio one separating function takes'),
        parallelChunks: z
          .int()
          .min(1)
          .max(40)
          .default(10)
          .describe('Chunks of one song separated, and stems written, at once'),
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
        substitutes: z
          .boolean()
          .default(true)
          .describe('Whether types are served by other means than the models that they name'),
        approximate: z
          .boolean()
          .default(false)
          .describe('Whether types are served that can only be done roughly'),
        operatorTypes: z
          .array(z.int().min(0))
          .default([])
          .describe('Separation types that models of your own serve; uploads may ask for them'),
        modelMegabytes: z
          .int()
          .min(1769)
          .max(10_240)
          .default(1769)
          .describe('Memory of the functions that separate chunks and try models of your own'),
        onnxLayerArn: z
          .string()
          .regex(
            /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/,
            'give the ARN of a layer, with its version',
          )
          .optional()
          .describe(
            'A layer that holds onnxruntime-node, which runs models of your own faster; none without it',
          ),
        unlimitedUploads: z
          .boolean()
          .default(false)
          .describe('For the local cloud: no refusal of uploads over the limits of API Gateway and Lambda'),
      })
      .prefault({}),
  })
  .refine(({ separation, recipe }) => separation === undefined || recipe === undefined, {
    path: ['recipe'],
    error: 'Give either "separation" or "recipe": an upload that names none gets one of them',
  })
  .superRefine(({ upstream, separation, engine }, context) => {
    if (separation === undefined) return;
    const problem = separationProblem(separation, upstream === 'engine' ? engine : undefined);
    if (problem === undefined) return;
    context.addIssue({ code: 'custom', path: ['separation'], message: problem });
  })
  .refine(({ creditsPerMonth, creditsPerJob }) => (creditsPerJob ?? 0) <= (creditsPerMonth ?? Infinity), {
    path: ['creditsPerJob'],
    error: 'One job may not cost more than "creditsPerMonth": such a job would wait for ever',
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
