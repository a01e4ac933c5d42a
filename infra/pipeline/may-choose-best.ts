import { CURRENT_CATALOGUE_KEY } from '../../shared/catalogue/catalogue-keys.ts';
import { LEADERBOARD_NAMES_KEY } from '../../shared/leaderboards/leaderboard-names-key.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { engineTypes } from '../engine-types.ts';
import type { PipelineParts } from './pipeline-parts.ts';

/**
 * Lets a function that makes jobs choose the best separation for a stem: by the leaderboards, the catalogue and the
 * users' names. That it may ask the bucket for what is not there, and the table for the plan of the account, stands
 * with its other grants.
 */
export function mayChooseBest(
  chooser: HouseFunction,
  { settings, bucket, leaderboards, mvsepUrl }: PipelineParts,
): void {
  chooser.addEnvironment('LEADERBOARDS_TABLE', leaderboards.tableName);
  chooser.addEnvironment('MVSEP_URL', mvsepUrl);
  for (const [name, value] of Object.entries(engineTypes(settings))) chooser.addEnvironment(name, value);
  chooser.mayDo(['dynamodb:Query'], [leaderboards.tableArn]);
  chooser.mayDo(
    ['s3:GetObject'],
    [CURRENT_CATALOGUE_KEY, LEADERBOARD_NAMES_KEY].map((key) => bucket.arnForObjects(key)),
  );
}
