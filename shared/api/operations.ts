import type { Operation } from './operation.ts';
import { cancelJob } from './operations/cancel-job.ts';
import { createJobs } from './operations/create-jobs.ts';
import { createQuote } from './operations/create-quote.ts';
import { createUpload } from './operations/create-upload.ts';
import { deleteJob } from './operations/delete-job.ts';
import { describeApi } from './operations/describe-api.ts';
import { listJobs } from './operations/list-jobs.ts';
import { listOutputs } from './operations/list-outputs.ts';
import { listRecipes } from './operations/list-recipes.ts';
import { listSeparationTypes } from './operations/list-separation-types.ts';
import { retryJob } from './operations/retry-job.ts';
import { showAccount } from './operations/show-account.ts';
import { showJob } from './operations/show-job.ts';
import { showLeaderboard } from './operations/show-leaderboard.ts';

/** The whole API: an operation exists once it stands here. Its routes and its description follow from that. */
export const OPERATIONS: readonly Operation[] = [
  createUpload,
  createJobs,
  listJobs,
  showJob,
  deleteJob,
  cancelJob,
  retryJob,
  listOutputs,
  createQuote,
  listRecipes,
  listSeparationTypes,
  showAccount,
  showLeaderboard,
  describeApi,
];
