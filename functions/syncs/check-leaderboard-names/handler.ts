import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { checkLeaderboardNames } from './check-leaderboard-names.ts';

const environment = readEnvironment({ BUCKET: z.string().min(1), LEADERBOARDS_TABLE: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  bucket: environment.BUCKET,
  leaderboards: { documents: documentClient(), tableName: environment.LEADERBOARDS_TABLE },
  now: () => new Date(),
  log: createLogger('check-leaderboard-names'),
};

/** EventBridge "Object Created" of `leaderboard-names.json`, or the end of a sync → a report on names. */
export async function handler(): Promise<void> {
  await checkLeaderboardNames(deps);
}
