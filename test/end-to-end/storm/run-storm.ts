import { setTimeout } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ENDED_STATES, type Job, jobState } from '../../../shared/jobs/job.ts';
import { randomNumbers } from '../../upstream/random-numbers.ts';
import { stemSound } from '../../upstream/stem-sound.ts';
import { randomFaults } from '../../upstream/upstream-fault.ts';
import type { UpstreamServer } from '../../upstream/upstream-server.ts';
import type { PipelineUser } from '../pipeline-user.ts';
import type { StormFigures } from './storm-figures.ts';

/** Demucs4 HT: vocals, drums, bass, other. */
const FOUR_STEMS = '20';
const UPLOADS_AT_ONCE = 24;
const SLOW_MS = 3_000;

export interface StormOptions {
  readonly user: PipelineUser;
  readonly upstream: UpstreamServer;
  readonly songs: number;
  /** Probability that a call to the service, or a download, goes wrong. */
  readonly faultiness: number;
  readonly lostWebhooks: number;
  /** Lets what is not due yet be done all the same; without it, time takes its course. */
  readonly hurried: boolean;
  readonly longestMs: number;
  readonly onProgress?: (states: Readonly<Record<string, number>>, seconds: number) => void;
}

/** Uploads many songs at once to a pipeline whose service fails all the time, and counts what becomes of them. */
export async function runStorm(options: StormOptions): Promise<StormFigures> {
  const { user, upstream, songs, longestMs } = options;
  const random = randomNumbers(songs);
  upstream.faults = randomFaults(random, options.faultiness, SLOW_MS);
  upstream.losesWebhook = () => random() < options.lostWebhooks;
  const start = Date.now();
  await uploadAll(user, songs);
  const uploadSeconds = (Date.now() - start) / 1000;

  for (;;) {
    const jobs = await readJobs(user);
    const ended = jobs.filter(({ state }) => ENDED_STATES.includes(state));
    options.onProgress?.(countBy(jobs.map(({ state }) => state)), (Date.now() - start) / 1000);
    if (ended.length === songs || Date.now() - start > longestMs) break;
    if (options.hurried) {
      await user.hurry('look-up');
      await user.runClocks();
    }
    await setTimeout(1_000);
  }
  const jobs = await readJobs(user);
  return figures(options, jobs, { seconds: (Date.now() - start) / 1000, uploadSeconds });
}

async function uploadAll(user: PipelineUser, songs: number): Promise<void> {
  const waiting = Array.from({ length: songs }, (_, index) => index);
  const lane = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const key = `uploads/storm/song-${index}.wav`;
      await user.upload(key, stemSound(`song ${index}`), { 'sep-type': FOUR_STEMS });
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, lane));
}

const summary = z.object({
  state: jobState,
  failure: z.object({ error: z.string(), reason: z.string() }).optional(),
});

async function readJobs(user: PipelineUser): Promise<z.infer<typeof summary>[]> {
  const found: z.infer<typeof summary>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await user.table.documents.send(
      new ScanCommand({
        TableName: user.table.tableName,
        FilterExpression: 'sk = :job',
        ExpressionAttributeValues: { ':job': 'JOB' },
        ProjectionExpression: '#state, failure',
        ExpressionAttributeNames: { '#state': 'state' },
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    found.push(...z.array(summary).parse(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}

function figures(
  { user, upstream, songs }: StormOptions,
  jobs: readonly z.infer<typeof summary>[],
  times: Pick<StormFigures, 'seconds' | 'uploadSeconds'>,
): StormFigures {
  const { book } = upstream.model;
  const count = (state: Job['state']) => jobs.filter((job) => job.state === state).length;
  const failed = jobs.filter(({ state }) => state === 'failed' || state === 'partial');
  const reasons = failed.map(({ failure }) => failure?.reason ?? '');
  const ended = jobs.filter(({ state }) => ENDED_STATES.includes(state)).length;
  return {
    songs,
    done: count('done'),
    failedWithReason: reasons.filter((reason) => reason !== '').length,
    failedWithoutReason: reasons.filter((reason) => reason === '').length,
    reasons: countBy(failed.map(({ failure }) => failure?.error ?? 'none')),
    lost: songs - ended,
    chargedTwice: new Set([...book.twiceCharged(), ...book.twiceSeparated()]).size,
    charges: book.kept().length,
    mostInAnyMinute: upstream.log.mostInAnyMinute(),
    calls: upstream.log.calls.length,
    getsPerJob: (upstream.log.count('get') + upstream.log.count('get-remote')) / songs,
    transitionsPerJob: user.product.cloud.countStateTransitions() / songs,
    ...times,
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
