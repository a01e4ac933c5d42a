import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { listSeparationTypes as operation } from '../../../shared/api/operations/list-separation-types.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { readCatalogue } from '../../../shared/catalogue/read-catalogue.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { listSeparationTypes } from './list-separation-types.ts';

const { BUCKET, MVSEP_URL, ENGINE_TYPES } = readEnvironment({
  BUCKET: z.string().min(1),
  MVSEP_URL: z.url(),
  /** The types that the Engine of this app runs; absent with any other service. */
  ENGINE_TYPES: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .optional(),
});

const deps = {
  s3: new S3Client(),
  bucket: BUCKET,
  upstream: new URL(MVSEP_URL).host,
  engineTypes: ENGINE_TYPES,
  now: () => new Date(),
};

/** GET /v1/separation-types → the catalogue as it is known now. */
export const handler = answerOperation(operation, createLogger('list-separation-types'), async ({ query }) =>
  listSeparationTypes(await readCatalogue(deps), query),
);
