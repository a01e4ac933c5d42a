import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { listHistory as call } from '../../../shared/mvsep/contract/list-history.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { listHistory } from './list-history.ts';

const { JOBS_TABLE: tableName } = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const table = openPipelineTable(tableName);
const deps = { table, jobs: createJobTable(table) };

/** GET /api/app/separation_history → the jobs of the caller that came by these paths. */
export const handler = answerCall(call, pathsFrame('list-history'), (request) => listHistory(deps, request));
