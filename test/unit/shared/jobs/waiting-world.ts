import { expect } from 'vitest';
import type { PollDeps } from '../../../../functions/pipeline/poll-separations/poll-separations.ts';
import type { ReceiveWebhookDeps } from '../../../../functions/pipeline/receive-webhook/receive-webhook.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import type { Pace } from '../../../../shared/mvsep/client/call-mvsep.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import type { JobTableServer } from './job-table-server.ts';
import { keptLog } from './kept-log.ts';
import { START, waitingStep, wholeJob } from './sample-job.ts';
import { createTokenDesk } from './token-desk.ts';

export const SECRET = 'webhook secret';

/** Everything around steps that wait: the clock, Step Functions, the log, and what the functions are given. */
export function createWaitingWorld(server: JobTableServer, mvsepUrl: string, pace?: Pace) {
  const clock = {
    now: START,
    pass(milliseconds: number) {
      clock.now = new Date(clock.now.getTime() + milliseconds);
    },
  };
  const desk = createTokenDesk();
  const log = keptLog();
  const run = { endsAt: Number.POSITIVE_INFINITY, naps: 0 };
  const deps: PollDeps & ReceiveWebhookDeps = {
    table: server.table,
    jobs: server.jobs,
    client: createMvsepClient({ baseUrl: mvsepUrl, ...(pace === undefined ? {} : { pace }) }),
    stepFunctions: desk.client,
    now: () => clock.now,
    log,
    secret: async () => SECRET,
    noteWebhook: async () => undefined,
    separationTimeoutHours: 24,
    webhooksExpected: async () => true,
    requestsPerMinute: 60,
    longestCallMs: 15_000,
    // By default a run that has done what is due goes home.
    timeLeftMs: () => Math.min(30_000, run.endsAt - clock.now.getTime()),
    async sleep(milliseconds) {
      run.naps += 1;
      if (run.naps > 1000) throw new Error('the run does not end');
      clock.pass(milliseconds);
    },
  };
  return { clock, desk, log, run, deps };
}

/** Puts a job with one step into the table, by default one that waits for its separation. */
export async function putStep(
  server: JobTableServer,
  more: Partial<Step> = {},
  make: (job: Job, more: Partial<Step>) => Step = waitingStep,
): Promise<Step> {
  const whole = wholeJob((job) => make(job, more));
  expect(await server.jobs.create(whole)).toBe(true);
  const [step] = whole.steps;
  if (step === undefined) throw new Error('the job has no step');
  return server.jobs.getStep(step);
}
