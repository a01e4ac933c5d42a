import { asJson } from '../command-line/as-json.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { chosenJob } from './chosen-job.ts';
import { describeJob } from './describe-job.ts';
import { pipelineOf } from './pipeline-access.ts';
import { shownJob } from './shown-job.ts';

/** Shows one job with all that happened to it. */
export const show: Command = {
  name: 'show',
  usage: 'show <job>',
  summary: 'show a job: what happened, what it cost, what to do',
  options: JSON_OPTION,
  async run(call) {
    const access = await pipelineOf(call);
    const whole = await access.jobs.getWhole(await chosenJob(access, call));
    if (call.flag('json')) call.print(asJson(shownJob(whole)));
    else for (const line of describeJob(whole)) call.print(line);
  },
};
