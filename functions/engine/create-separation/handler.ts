import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { answerCall } from '../../../shared/engine/http/answer-call.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { createSeparation as call } from '../../../shared/mvsep/contract/create-separation.ts';
import { createSeparation } from './create-separation.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  ENGINE_URL: z.url(),
  WORKFLOW_ARN: z.string().min(1),
  FETCH_WORKFLOW_ARN: z.string().min(1),
  SEPARATIONS_AT_ONCE: z.coerce.number().int().min(1),
  ANONYMOUS_SEPARATIONS: z.stringbool(),
});

const frame = callFrame('create-separation');

const deps = {
  s3: new S3Client(),
  stepFunctions: new SFNClient(),
  store: openEngineStore(),
  bucket: environment.BUCKET,
  engineUrl: environment.ENGINE_URL,
  workflowArn: environment.WORKFLOW_ARN,
  fetchWorkflowArn: environment.FETCH_WORKFLOW_ARN,
  separationsAtOnce: environment.SEPARATIONS_AT_ONCE,
  now: () => new Date(),
  log: frame.log,
};

/** POST /api/separation/create → a song waits in the queue, or is being fetched. */
export const handler = answerCall(call, frame, (request) => createSeparation(deps, request), {
  mayBeAnonymous: environment.ANONYMOUS_SEPARATIONS,
});
