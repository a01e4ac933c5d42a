import { paginateListExecutions } from '@aws-sdk/client-sfn';
import { executionName } from '../../../shared/jobs/execution-name.ts';
import { ENDED_STATES, type Job } from '../../../shared/jobs/job.ts';
import { jobId as jobIdSchema } from '../../../shared/jobs/job-id.ts';
import type { SweepDeps } from './sweep-deps.ts';
import type { SweepReport } from './sweep-report.ts';
import { hasSettled } from './sweep-window.ts';

/** Reports executions that run for no job. They cost nothing and may be somebody's experiment: nothing is stopped. */
export async function sweepExecutions(deps: SweepDeps, report: SweepReport): Promise<void> {
  const pages = paginateListExecutions(
    { client: deps.stepFunctions },
    { stateMachineArn: deps.workflowArn, statusFilter: 'RUNNING' },
  );
  for await (const { executions = [] } of pages) {
    for (const { name, startDate } of executions) {
      if (!deps.hasTime()) return report.stoppedEarly('executions');
      if (name === undefined || startDate === undefined || !hasSettled(startDate, deps.now())) continue;
      report.look('executions');
      const problem = await problemOf(deps, name);
      if (problem === undefined) continue;
      const what = `the execution ${name} ${problem}: stop it if nobody needs it`;
      report.found({ check: 'executions', what, mended: false });
    }
  }
}

async function problemOf({ jobs, now }: SweepDeps, name: string): Promise<string | undefined> {
  const parsed = jobIdSchema.safeParse(name.split('-')[0]);
  const job: Job | undefined = parsed.success ? await jobs.find(parsed.data) : undefined;
  if (job === undefined) return 'runs without a job';
  if (executionName(job) !== name) return 'runs for an earlier attempt of its job';
  const hasEnded = ENDED_STATES.includes(job.state) && hasSettled(job.updatedAt, now());
  return hasEnded ? 'runs although its job has ended' : undefined;
}
