import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { getSeparation as call } from '../../../shared/mvsep/contract/get-separation.ts';
import { answerCallWith } from '../../../shared/mvsep/server/answer-call.ts';
import { openForward } from '../../../shared/mvsep-paths/open-forward.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { getSeparation } from './get-separation.ts';

const environment = readEnvironment({ API_URL: z.url(), JOBS_TABLE: z.string().min(1) });

const table = openPipelineTable(environment.JOBS_TABLE);
const deps = {
  ...openForward('get-separation'),
  table,
  jobs: createJobTable(table),
  apiUrl: environment.API_URL,
};

/** GET /api/separation/get → how far a job of ours is, or a separation of the service. */
export const handler = answerCallWith(call, pathsFrame('get-separation'), (request) =>
  getSeparation(deps, request),
);
