import * as z from 'zod';
import { listJobsOf } from '../../functions/api/list-jobs/list-jobs-of.ts';
import { answerOperation } from '../../shared/api/answer/answer-operation.ts';
import type { ApiEvent, ApiHandler } from '../../shared/api/answer/api-event.ts';
import { describeJob } from '../../shared/api/jobs/describe-job.ts';
import { findJobOf } from '../../shared/api/jobs/find-job-of.ts';
import { listJobs } from '../../shared/api/operations/list-jobs.ts';
import { showJob } from '../../shared/api/operations/show-job.ts';
import { type Caller, ownerName } from '../../shared/callers/caller.ts';
import { createJobTable } from '../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../shared/jobs/pipeline-table.ts';
import { createLogger } from '../../shared/logging/logger.ts';
import { apiEvent, knownAs } from '../unit/api/api-event.ts';
import { lambdaContext } from '../unit/engine/lambda-context.ts';
import { startJobTableServer } from '../unit/shared/jobs/job-table-server.ts';
import { printTable } from './print-table.ts';
import { seededId, seedJobs } from './seed-jobs.ts';

const JOBS = 100_000;
const WARM_UP = 20;
const REQUESTS = 200;
const NOW = new Date('2026-11-22T00:00:00Z');

/** What callers look for, by what it shows. */
const LISTS: readonly (readonly [what: string, sees: Caller['sees'], query: string])[] = [
  ['own, newest 50', 'own', ''],
  ['own, of a month', 'own', 'month=2026-09'],
  ['own, failed', 'own', 'state=failed'],
  ['own, of a rare recipe', 'own', 'recipe=karaoke'],
  ['own, of a text that no job has', 'own', 'text=nothing'],
  ['all, newest 50', 'all', ''],
  ['all, running, of a month', 'all', 'state=running&month=2026-09'],
  ['all, newest 200', 'all', 'limit=200'],
];

/**
 * Fills a table with 100,000 jobs of five owners and prints how long the API takes to list them, by several filters,
 * and to show one: through the handlers, without Lambda and API Gateway around them. It also counts the queries and
 * what they answered, and fails on any Scan.
 */
export async function benchListing(): Promise<void> {
  const server = await startJobTableServer();
  try {
    const start = performance.now();
    await seedJobs(server.table, JOBS, NOW);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    const table = { documents: server.connect(), tableName: server.table.tableName };
    const counted = countCalls(table);
    const rows: string[][] = [];
    const list = answerOperation(listJobs, createLogger('bench'), (request) =>
      listJobsOf({ table, now: () => NOW }, request),
    );
    for (const [what, sees, query] of LISTS) {
      rows.push([what, ...(await measure(list, counted, () => eventOf(sees, { query })))]);
    }
    const jobs = createJobTable(table);
    const show = answerOperation(showJob, createLogger('bench'), async ({ caller, parameters }) =>
      describeJob(await findJobOf(jobs, caller, parameters.jobId)),
    );
    // Every fifth is ada's.
    const anyJob = () => String(seededId(5 * Math.floor((Math.random() * JOBS) / 5)));
    rows.push(['one job', ...(await measure(show, counted, () => eventOf('own', { jobId: anyJob() })))]);
    printTable(`${JOBS.toLocaleString('en')} jobs, written in ${seconds} s; Scans: ${counted.scans}`, [
      ['what', 'p50', 'p95', 'jobs', 'queries', 'items read'],
      ...rows,
    ]);
  } finally {
    server.stop();
  }
}

/** A request of ada, who sees the own jobs or those of everybody. */
function eventOf(
  sees: Caller['sees'],
  { query = '', jobId }: { readonly query?: string; readonly jobId?: string },
): ApiEvent {
  const caller: Caller = { keyId: 'bench', owner: ownerName.parse('ada'), scope: 'read', sees };
  const parameters = jobId === undefined ? {} : { parameters: { jobId } };
  return apiEvent({ query, ...parameters, authorization: knownAs(caller) });
}

interface Counted {
  queries: number;
  items: number;
  scans: number;
}

/** Counts what goes to the table, and refuses what reads all of it. */
function countCalls({ documents }: PipelineTable): Counted {
  const counted: Counted = { queries: 0, items: 0, scans: 0 };
  documents.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'ScanCommand') {
          counted.scans += 1;
          throw new Error('A list must not read the whole table.');
        }
        const answered = await next(args);
        counted.queries += 1;
        counted.items += countOf.parse(answered.output).Count;
        return answered;
      },
    { step: 'initialize' },
  );
  return counted;
}

const countOf = z.object({ Count: z.int().default(0) });

/** Median, 95th percentile, and what one request answers, asks and reads, on average. */
async function measure(handler: ApiHandler, counted: Counted, event: () => ApiEvent): Promise<string[]> {
  for (let request = 0; request < WARM_UP; request++) await handle(handler, event());
  const before = { ...counted };
  const durations: number[] = [];
  let answered = 0;
  for (let request = 0; request < REQUESTS; request++) {
    const start = performance.now();
    answered += await handle(handler, event());
    durations.push(performance.now() - start);
  }
  durations.sort((a, b) => a - b);
  const at = (part: number) => `${(durations[Math.floor(durations.length * part)] ?? 0).toFixed(1)} ms`;
  const each = (sum: number) => String(Math.round((sum / REQUESTS) * 10) / 10);
  return [
    ...[at(0.5), at(0.95), each(answered)],
    ...[each(counted.queries - before.queries), each(counted.items - before.items)],
  ];
}

/** How many jobs an answer holds. */
async function handle(handler: ApiHandler, event: ApiEvent): Promise<number> {
  const answer = await handler(event, lambdaContext);
  if (answer.statusCode !== 200) throw new Error(`It was answered with ${answer.statusCode}: ${answer.body}`);
  const { jobs } = z
    .object({ jobs: z.array(z.unknown()).default([{}]) })
    .parse(JSON.parse(answer.body ?? ''));
  return jobs.length;
}
