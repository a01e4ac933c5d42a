import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { showLeaderboard } from '../../../shared/mvsep/contract/show-leaderboard.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { leaderboard } from './leaderboard.ts';

const { BUCKET } = readEnvironment({ BUCKET: z.string().min(1) });

const deps = {
  entries: openEntryTable(),
  datasets: new DatasetStore(new S3Client(), BUCKET),
  now: () => new Date(),
};

/** GET /api/quality_checker/leaderboard */
export const handler = answerCall(showLeaderboard, callFrame('show-leaderboard'), ({ params }) =>
  leaderboard(deps, params),
);
