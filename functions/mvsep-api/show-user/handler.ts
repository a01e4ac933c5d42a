import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { showUser as call } from '../../../shared/mvsep/contract/show-user.ts';
import { answerCallWith } from '../../../shared/mvsep/server/answer-call.ts';
import { openForward } from '../../../shared/mvsep-paths/open-forward.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { showUser } from './show-user.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1), MVSEP_TOKEN_SECRET: z.string().min(1) });

const table = openPipelineTable(environment.JOBS_TABLE);
const deps = {
  ...openForward('show-user'),
  table,
  jobs: createJobTable(table),
  accountToken: secretReader(environment.MVSEP_TOKEN_SECRET),
};

/** GET /api/app/user → the account, as far as it is the caller's to see, and what runs for the caller. */
export const handler = answerCallWith(call, pathsFrame('show-user'), (request) => showUser(deps, request));
