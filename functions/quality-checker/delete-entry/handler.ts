import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { answerCall } from '../../../shared/engine/http/answer-call.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { deleteQualityEntry } from '../../../shared/mvsep/contract/delete-quality-entry.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { deleteEntry } from './delete-entry.ts';

const { BUCKET } = readEnvironment({ BUCKET: z.string().min(1) });

const deps = { s3: new S3Client(), bucket: BUCKET, entries: openEntryTable() };

/** POST and GET /api/quality_checker/delete: the documentation shows both. */
export const handler = answerCall(deleteQualityEntry, callFrame('delete-entry'), ({ params }) =>
  deleteEntry(deps, params),
);
