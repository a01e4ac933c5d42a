import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { answerAnyone } from '../../../shared/mvsep/server/answer-anyone.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { openFile } from './open-file.ts';

const environment = readEnvironment({ BUCKET: z.string().min(1), JOBS_TABLE: z.string().min(1) });

const table = openPipelineTable(environment.JOBS_TABLE);
const deps = { table, jobs: createJobTable(table), s3: new S3Client(), bucket: environment.BUCKET };

/** GET and HEAD /storage/… → a link to the file in the bucket that works for some minutes. */
export const handler = answerAnyone(pathsFrame('open-file'), (event) => openFile(deps, event));
