import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { getRemote as call } from '../../../shared/mvsep/contract/get-remote.ts';
import { answerCallWith } from '../../../shared/mvsep/server/answer-call.ts';
import { openForward } from '../../../shared/mvsep-paths/open-forward.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { getRemoteSeparation } from './get-remote-separation.ts';

const environment = readEnvironment({ API_URL: z.url(), JOBS_TABLE: z.string().min(1) });

const table = openPipelineTable(environment.JOBS_TABLE);
const deps = {
  ...openForward('get-remote-separation'),
  table,
  jobs: createJobTable(table),
  apiUrl: environment.API_URL,
};

/** GET /api/separation/get-remote → whether a song given by link is fetched, and as what it goes on. */
export const handler = answerCallWith(call, pathsFrame('get-remote-separation'), (request) =>
  getRemoteSeparation(deps, request),
);
