import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { addQualityEntry } from '../../../shared/mvsep/contract/add-quality-entry.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { addEntry } from './add-entry.ts';

const HOUR_SECONDS = 3600;
const ENTRIES_AN_HOUR = 20;

const environment = readEnvironment({
  CALLERS_TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  ENGINE_URL: z.url(),
  EVALUATION_WORKFLOW_ARN: z.string().min(1),
});

const s3 = new S3Client();
const deps = {
  s3,
  bucket: environment.BUCKET,
  sfn: new SFNClient(),
  workflowArn: environment.EVALUATION_WORKFLOW_ARN,
  entries: openEntryTable(),
  datasets: new DatasetStore(s3, environment.BUCKET),
  submissions: new CallCounter(documentClient(), environment.CALLERS_TABLE, {
    calls: ENTRIES_AN_HOUR,
    windowSeconds: HOUR_SECONDS,
  }),
  engineUrl: environment.ENGINE_URL,
  now: () => new Date(),
};

/** POST /api/quality_checker/add */
export const handler = answerCall(
  addQualityEntry,
  callFrame('add-entry'),
  ({ params, caller, files: { zipfile } }) => {
    if (caller.kind !== 'account') throw new Error('The frame let a caller without an account through.');
    return addEntry(deps, params, caller.account.id, zipfile);
  },
);
