import { deleteJob } from '../../shared/jobs/delete-job.ts';
import { asJson } from '../command-line/as-json.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { chosenJob } from './chosen-job.ts';
import { pipelineOf } from './pipeline-access.ts';

/** Deletes an ended job with what was made of it. */
export const deletion: Command = {
  name: 'delete',
  usage: 'delete <job>',
  summary: 'delete an ended job with its stems and its manifest; the song stays',
  options: {
    'with-song': { type: 'boolean', help: ['--with-song', 'delete the song under uploads/ too'] },
    ...JSON_OPTION,
  },
  async run(call) {
    const access = await pipelineOf(call);
    const id = await chosenJob(access, call);
    const { job, steps } = await access.jobs.getWhole(id);
    const stems = steps.flatMap(({ files }) => Object.values(files)).length;
    const withSong = call.flag('with-song');
    await deleteJob(access, id, { withSong });
    if (call.flag('json')) call.print(asJson({ jobId: id, deleted: true, stems, withSong }));
    else
      call.print(
        `The job ${id} is deleted, with ${stems} stems; ${job.source.key} ${withSong ? 'too' : 'stays'}.`,
      );
  },
};
