import type { JobId } from './job-id.ts';
import type { StepName } from './step-name.ts';

/** One item of the Pipeline's table. */
export interface JobKey {
  readonly pk: string;
  readonly sk: string;
}

/** Everything that the Pipeline remembers, by key. A job and its steps lie together, so that one query reads both. */
export const jobKeys = {
  job: (id: JobId): JobKey => ({ pk: `JOB#${id}`, sk: 'JOB' }),
  step: (id: JobId, step: StepName): JobKey => ({ pk: `JOB#${id}`, sk: `STEP#${step}` }),
  /** Whose stems lie in a folder. */
  folder: (folder: string): JobKey => ({ pk: `FOLDER#${folder}`, sk: 'FOLDER' }),
  /** Which step a hash of the service belongs to. */
  hash: (hash: string): JobKey => ({ pk: `HASH#${hash}`, sk: 'HASH' }),
  /** Which job a client of the MVSep paths means by a hash. The long one stands without its extension, as in file names. */
  client: (hash: string): JobKey => ({ pk: `CLIENT#${hash.replace(/\.[^.]*$/, '')}`, sk: 'CLIENT' }),
  /** What a client asked for, by whom and of what: `digest` says it. */
  order: (digest: string): JobKey => ({ pk: `ORDER#${digest}`, sk: 'ORDER' }),
  /** Where the result of a separation of the same audio lies; `digest` says of what. */
  cached: (digest: string): JobKey => ({ pk: `CACHE#${digest}`, sk: 'CACHE' }),
  /** Credits of one month, as `2026-11`. */
  budget: (month: string): JobKey => ({ pk: 'BUDGET', sk: month }),
  /** The right to have one separation under way. */
  slot: (number: number): JobKey => ({ pk: 'SLOTS', sk: String(number).padStart(4, '0') }),
  /** How many requests may go to the service, and since when. */
  allowance: { pk: 'UPSTREAM', sk: 'ALLOWANCE' },
  /** What the account's plan allows, and until when turns are not given. */
  plan: { pk: 'UPSTREAM', sk: 'PLAN' },
  /** When the service last sent a webhook. */
  webhooks: { pk: 'UPSTREAM', sk: 'WEBHOOKS' },
  /** Which run of a clock is at work: of several at once only one may. */
  run: (clock: string): JobKey => ({ pk: 'RUN', sk: clock }),
} as const;
