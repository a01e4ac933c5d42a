import type { S3Client } from '@aws-sdk/client-s3';
import { readHandWritten } from '../recipes/read-hand-written.ts';
import { type LeaderboardNames, NO_NAMES } from './leaderboard-names.ts';
import { LEADERBOARD_NAMES_KEY } from './leaderboard-names-key.ts';
import { parseLeaderboardNames } from './parse-leaderboard-names.ts';

const MAXIMUM_BYTES = 256 * 1024;

/** The users' own names, as they lie in the bucket now; none when there are none. */
export async function readLeaderboardNames(s3: S3Client, bucket: string): Promise<LeaderboardNames> {
  const document = await readHandWritten(s3, bucket, LEADERBOARD_NAMES_KEY, MAXIMUM_BYTES);
  if (document === undefined) return NO_NAMES;
  if ('text' in document) return parseLeaderboardNames(document.text);
  return { ...NO_NAMES, problems: [{ line: 1, column: 1, path: '', message: document.unreadable }] };
}
