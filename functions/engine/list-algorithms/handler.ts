import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { apiErrors } from '../../../shared/engine/api-errors.ts';
import { jsonAnswer } from '../../../shared/engine/json-answer.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { describeAlgorithms } from './describe-algorithms.ts';

/** GET /api/app/algorithms → a bare array of the separation types that run here. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(apiErrors(createLogger('list-algorithms')))
  .handler(async (event) => jsonAnswer(200, describeAlgorithms(event.queryStringParameters?.scopes)));
