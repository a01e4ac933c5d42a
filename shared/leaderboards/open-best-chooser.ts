import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { documentClient } from '../aws/document-client.ts';
import { readEnvironment } from '../aws/read-environment.ts';
import type { PipelineTable } from '../jobs/pipeline-table.ts';
import type { ChooseBest } from './best-choice.ts';
import { bestChooser } from './best-chooser.ts';

const environment = {
  LEADERBOARDS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  /** The types that the Engine of this app runs; absent with any other service. */
  ENGINE_TYPES: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .optional(),
};

/** Chooses by the leaderboards of this deployment, reached with the function's own credentials. */
export function openBestChooser(s3: S3Client, table: PipelineTable): (bucket: string) => ChooseBest {
  const { LEADERBOARDS_TABLE, MVSEP_URL, ENGINE_TYPES } = readEnvironment(environment);
  return bestChooser({
    s3,
    leaderboards: { documents: documentClient(), tableName: LEADERBOARDS_TABLE },
    table,
    upstream: new URL(MVSEP_URL).host,
    engineTypes: ENGINE_TYPES,
    now: () => new Date(),
  });
}
