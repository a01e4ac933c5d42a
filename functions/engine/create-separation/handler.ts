import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { apiErrors } from '../../../shared/engine/api-errors.ts';
import { parseForm } from '../../../shared/engine/http/parse-form.ts';
import { jsonAnswer } from '../../../shared/engine/json-answer.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { acceptSeparation } from './accept-separation.ts';

const environment = readEnvironment({
  SEPARATIONS_TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
  ENGINE_URL: z.url(),
  OWNER_TOKEN_SECRET: z.string().min(1),
});

const deps = {
  s3: new S3Client(),
  stepFunctions: new SFNClient(),
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  ownerToken: secretReader(environment.OWNER_TOKEN_SECRET),
  bucket: environment.BUCKET,
  workflowArn: environment.WORKFLOW_ARN,
  engineUrl: environment.ENGINE_URL,
  now: () => new Date(),
};

/** POST /api/separation/create → a record, its audio in the bucket, and a running workflow. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(apiErrors(createLogger('create-separation')))
  .handler(async (event) =>
    jsonAnswer(200, await acceptSeparation(deps, await parseForm(event, ['audiofile']))),
  );
