import { cancelJob } from '../../shared/jobs/cancel-job.ts';
import type { Step } from '../../shared/jobs/step.ts';
import { asJson } from '../command-line/as-json.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { chosenJob } from './chosen-job.ts';
import { pipelineOf } from './pipeline-access.ts';
import { shownJob } from './shown-job.ts';

/** Cancels a job wherever it is. */
export const cancel: Command = {
  name: 'cancel',
  usage: 'cancel <job>',
  summary: 'cancel a job; what has not begun at the service is given back',
  options: JSON_OPTION,
  async run(call) {
    const access = await pipelineOf(call);
    const whole = await cancelJob(access, await chosenJob(access, call));
    if (call.flag('json')) return call.print(asJson(shownJob(whole)));
    const { job, steps } = whole;
    call.print(
      job.state === 'cancelled'
        ? `The job ${job.jobId} is cancelled.`
        : `The job ${job.jobId} is being cancelled; it ends as soon as its steps have.`,
    );
    for (const step of steps) call.print(`  ${step.step}: ${outcomeOf(step)}`);
  },
};

function outcomeOf({ state, result, failure }: Step): string {
  if (state === 'done') return 'was done already; its stems stay';
  if (failure !== undefined) return failure.reason;
  if (result?.kind === 'failed') return result.reason;
  if (state === 'copying' || result !== undefined)
    return 'is separated and paid for; no more stems are copied';
  return 'is being handed over at this moment, and cancelled as soon as the service has named it';
}
