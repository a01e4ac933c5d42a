import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { answerAnyone } from '../../../shared/mvsep/server/answer-anyone.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { describeApi } from './describe-api.ts';

const { ENGINE_URL } = readEnvironment({ ENGINE_URL: z.url() });

const { body = '' } = jsonAnswer(200, describeApi(ENGINE_URL));

/** GET /openapi.json → every call of the API, for programs. */
export const handler = answerAnyone(callFrame('describe-api'), () => ({
  ...jsonAnswer(200, {}),
  body,
}));
