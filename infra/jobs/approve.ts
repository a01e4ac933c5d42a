import { approveJob } from '../../shared/jobs/approve-job.ts';
import { asJson } from '../command-line/as-json.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { chosenJob } from './chosen-job.ts';
import { pipelineOf } from './pipeline-access.ts';

/** Lets one job run over the budget. */
export const approve: Command = {
  name: 'approve',
  usage: 'approve <job>',
  summary: 'let a job run that waits for credits, whatever the limits say',
  options: JSON_OPTION,
  async run(call) {
    const access = await pipelineOf(call);
    const { jobId, credits } = await approveJob(access, await chosenJob(access, call));
    if (call.flag('json')) return call.print(asJson({ jobId, credits }));
    const price = credits?.quoted === undefined ? '' : `, for ${credits.quoted} credits`;
    call.print(`The job ${jobId} is approved${price}; it begins within a minute.`);
  },
};
