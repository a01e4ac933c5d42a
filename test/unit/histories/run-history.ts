import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ENDED_STATES } from '../../../shared/jobs/job.ts';
import { jobId } from '../../../shared/jobs/job-id.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import { planRetry } from '../../../shared/jobs/plan-retry.ts';
import { brokenRules, lostExecutions } from './broken-rules.ts';
import { type HistoryOptions, HistoryWorld } from './history-world.ts';
import { SAFE } from './outgoing-calls.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long things go wrong. */
const TROUBLE = 20 * MINUTE;
/** How long everything may take to come to rest afterwards: some charges are looked for during three days. */
const PATIENCE = 4 * 24 * HOUR;
/** A recipe of three levels and a side branch, short to run. */
const RECIPES = `{
  "recipes": {
    "tree": {
      "separations": [
        {
          "name": "drums-and-rest",
          "type": 44,
          "then": [
            {
              "of": "drums",
              "name": "middle",
              "type": 55,
              "then": [{ "of": "center", "name": "deep", "type": 44 }]
            },
            { "of": "other", "name": "side", "type": 55 }
          ]
        }
      ]
    }
  }
}`;

export interface HistoryOutcome {
  readonly broken: readonly string[];
  readonly story: readonly string[];
  readonly states: readonly string[];
}

/** Lives through one history: songs come while everything goes wrong, then nothing does any more. */
export async function runHistory(options: HistoryOptions): Promise<HistoryOutcome> {
  const world = new HistoryWorld(options);
  await world.open();
  try {
    const { simulation } = world;
    const uploads = uploadSongs(world);
    planMischief(world);
    const much = simulation.random() * 0.08;
    world.endanger({ kill: much, cut: much, pause: much * 2 }, simulation.random() * 0.3);
    await simulation.runUntil(simulation.start + TROUBLE);
    simulation.tell('nothing goes wrong any more');
    world.endanger(SAFE, 0);
    const jobs = await comeToRest(world, simulation.now + PATIENCE);
    const broken = await brokenRules(world, jobs, uploads);
    return { broken, story: simulation.story, states: jobs.map(({ job }) => job.state) };
  } finally {
    await world.close();
  }
}

/** Up to three songs, each another one; the last one may be the first once more. */
function uploadSongs(world: HistoryWorld): number {
  const { simulation, s3 } = world;
  s3.put('recipes.json', Buffer.from(RECIPES));
  const songs = simulation.pick([1, 1, 1, 1, 1, 1, 2, 2, 3]);
  for (let index = 0; index < songs; index++) {
    const metadata = simulation.chance(0.2) ? { recipe: 'tree' } : {};
    world.upload(`uploads/song ${index}.wav`, simulation.between(0, 5) * MINUTE, metadata);
  }
  if (simulation.chance(0.2)) {
    world.upload('uploads/again.wav', simulation.between(6, 19) * MINUTE, {}, 'uploads/song 0.wav');
    return songs + 1;
  }
  return songs;
}

/** Somebody cancels, retries, stops executions and lets them run again. */
function planMischief(world: HistoryWorld): void {
  const { simulation } = world;
  const acts = [stopExecution, cancelSome, retrySome] as const;
  for (const act of acts) {
    if (!simulation.chance(0.25)) continue;
    simulation.schedule(simulation.between(1, 19) * MINUTE, act.name, () => act(world));
  }
}

async function stopExecution({ simulation, stepFunctions }: HistoryWorld): Promise<void> {
  const running = stepFunctions.running();
  if (running.length === 0) return;
  const execution = simulation.pick(running);
  simulation.tell(`somebody stops the execution ${execution.name}`);
  stepFunctions.stop(execution);
  if (simulation.chance(0.5)) return;
  simulation.schedule(simulation.between(1, 10) * MINUTE, 'redrive', async () => {
    simulation.tell(`somebody redrives the execution ${execution.name}`);
    stepFunctions.redrive(execution);
  });
}

async function cancelSome(world: HistoryWorld): Promise<void> {
  const open = (await allJobs(world)).filter(({ job }) => !ENDED_STATES.includes(job.state));
  if (open.length > 0) await world.operate('CancelJob', world.simulation.pick(open).job.jobId);
}

async function retrySome(world: HistoryWorld): Promise<void> {
  const failed = (await allJobs(world)).filter(({ job }) =>
    ['failed', 'partial', 'cancelled'].includes(job.state),
  );
  if (failed.length === 0) return;
  const whole = world.simulation.pick(failed);
  for (const { step, resumption } of planRetry(whole).steps) {
    // What begins anew although it may have been paid for, because nothing can come of it any more.
    const isPaid = resumption === 'again' && step.failure?.charged !== 'no';
    const name = `${whole.job.jobId} ${step.step}`;
    if (isPaid) world.paidRetries.set(name, (world.paidRetries.get(name) ?? 0) + 1);
  }
  await world.operate('RetryJob', whole.job.jobId);
}

async function comeToRest(world: HistoryWorld, until: number): Promise<WholeJob[]> {
  const { simulation } = world;
  for (;;) {
    world.redeliver();
    await simulation.runUntil(simulation.now + (simulation.now - simulation.start) / 4);
    const jobs = await allJobs(world);
    for (const { job } of jobs) {
      if (job.state === 'over-budget') await world.operate('ApproveJob', job.jobId);
    }
    const isQuiet = jobs.every(
      ({ job, steps }) => ENDED_STATES.includes(job.state) && steps.every(({ work }) => work !== 'settle'),
    );
    const isOver = lostExecutions(world.stepFunctions).length === 0;
    if ((isQuiet && isOver) || simulation.now > until) return jobs;
  }
}

async function allJobs({ table, jobs }: HistoryWorld): Promise<WholeJob[]> {
  const { Items } = await table.documents.send(
    new ScanCommand({
      TableName: table.tableName,
      FilterExpression: 'sk = :job',
      ExpressionAttributeValues: { ':job': 'JOB' },
    }),
  );
  const ids = z.array(z.object({ jobId })).parse(Items ?? []);
  return Promise.all(ids.map((item) => jobs.getWhole(item.jobId)));
}
