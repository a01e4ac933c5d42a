import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openQueue } from '../../../shared/engine/queue/open-queue.ts';
import { tendQueue } from './tend-queue.ts';

const environment = readEnvironment({
  ENGINE_URL: z.url(),
  FETCH_WORKFLOW_ARN: z.string().min(1),
});

const deps = {
  ...openQueue('tend-queue'),
  engineUrl: environment.ENGINE_URL,
  fetchWorkflowArn: environment.FETCH_WORKFLOW_ARN,
};

/** Schedule → what a crash left behind in the queue is mended, and what waits beside a free slot starts. */
export async function handler(): Promise<void> {
  await tendQueue(deps);
}
