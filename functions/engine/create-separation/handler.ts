import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openOffers } from '../../../shared/engine/open-offers.ts';
import { openQueue } from '../../../shared/engine/queue/open-queue.ts';
import { createSeparation as call } from '../../../shared/mvsep/contract/create-separation.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { createSeparation } from './create-separation.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  ENGINE_URL: z.url(),
  FETCH_WORKFLOW_ARN: z.string().min(1),
  ANONYMOUS_SEPARATIONS: z.stringbool(),
});

const frame = callFrame('create-separation');

const deps = {
  ...openQueue('create-separation'),
  s3: new S3Client(),
  bucket: environment.BUCKET,
  engineUrl: environment.ENGINE_URL,
  readOffers: openOffers(),
  fetchWorkflowArn: environment.FETCH_WORKFLOW_ARN,
};

/** POST /api/separation/create → a song waits in the queue, or is being fetched. */
export const handler = answerCall(call, frame, (request) => createSeparation(deps, request), {
  mayBeAnonymous: environment.ANONYMOUS_SEPARATIONS,
});
