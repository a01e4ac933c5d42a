import * as z from 'zod';
import { answerAnyone } from '../../../shared/api/answer/answer-anyone.ts';
import document from '../../../shared/api/openapi/openapi.json' with { type: 'json' };
import { describeApi } from '../../../shared/api/operations/describe-api.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createLogger } from '../../../shared/logging/logger.ts';

const { API_URL } = readEnvironment({ API_URL: z.url() });

/** GET /openapi.json → every operation of the API, for programs. */
export const handler = answerAnyone(describeApi, createLogger('describe-api'), async () => ({
  ...document,
  openapi: describeApi.reply.shape.openapi.value,
  servers: [{ url: API_URL, description: 'This deployment.' }],
}));
