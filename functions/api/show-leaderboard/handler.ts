import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { showLeaderboard as operation } from '../../../shared/api/operations/show-leaderboard.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { showLeaderboard } from './show-leaderboard.ts';

const { LEADERBOARDS_TABLE } = readEnvironment({ LEADERBOARDS_TABLE: z.string().min(1) });
const table = openPipelineTable(LEADERBOARDS_TABLE);

/** GET /v1/leaderboards/{datasetType} → a board as it was last read. */
export const handler = answerOperation(
  operation,
  createLogger('show-leaderboard'),
  ({ parameters: { datasetType }, query }) => showLeaderboard(table, Number(datasetType), query),
);
