import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { apiErrors } from '../../../shared/engine/api-errors.ts';
import { hashParameter } from '../../../shared/engine/hash-parameter.ts';
import { jsonAnswer } from '../../../shared/engine/json-answer.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { answerGetRemote } from './answer-get-remote.ts';

const environment = readEnvironment({ SEPARATIONS_TABLE: z.string().min(1), ENGINE_URL: z.url() });

const deps = {
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  engineUrl: environment.ENGINE_URL,
};

/** GET /api/separation/get-remote → whether the audio behind a link is fetched, and its long hash. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  // A status that says nothing of the separation: clients go on asking.
  .use(apiErrors(createLogger('get-remote-separation'), { status: 'unavailable' }))
  .handler(async (event) => jsonAnswer(200, await answerGetRemote(deps, hashParameter(event))));
