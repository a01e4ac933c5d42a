import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { listRecipes as operation } from '../../../shared/api/operations/list-recipes.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { readRecipes } from '../../../shared/recipes/read-recipes.ts';
import { listRecipes } from './list-recipes.ts';

const { BUCKET } = readEnvironment({ BUCKET: z.string().min(1) });
const s3 = new S3Client();

/** GET /v1/recipes → the built-in recipes and those in the bucket. */
export const handler = answerOperation(operation, createLogger('list-recipes'), async () =>
  listRecipes(await readRecipes(s3, BUCKET)),
);
