import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { deleteQualityEntry } from '../../../shared/mvsep/contract/delete-quality-entry.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { deleteEntry } from './delete-entry.ts';

const WINDOW_SECONDS = 15 * 60;
const ATTEMPTS = 20;
const ATTEMPTS_IN_ALL = 200;

const { BUCKET, CALLERS_TABLE } = readEnvironment({
  BUCKET: z.string().min(1),
  CALLERS_TABLE: z.string().min(1),
});

const documents = documentClient();
const counter = (calls: number) =>
  new CallCounter(documents, CALLERS_TABLE, { calls, windowSeconds: WINDOW_SECONDS });

const deps = {
  s3: new S3Client(),
  bucket: BUCKET,
  entries: openEntryTable(),
  attempts: counter(ATTEMPTS),
  attemptsInAll: counter(ATTEMPTS_IN_ALL),
  now: () => new Date(),
};

/** POST and GET /api/quality_checker/delete: the documentation shows both. */
export const handler = answerCall(deleteQualityEntry, callFrame('delete-entry'), ({ params, caller }) =>
  deleteEntry(deps, params, caller.address),
);
