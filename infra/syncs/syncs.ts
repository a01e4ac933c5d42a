import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { LeaderboardSync } from './leaderboard-sync.ts';
import { QualityEntries } from './quality-entries.ts';

export interface SyncsProps extends PipelineParts {
  /** Who hears of alarms; without it they show in CloudWatch only. */
  readonly told: Topic | undefined;
}

/** What arrives by itself: leaderboards, the catalogue, and what becomes of entries for the quality checker. */
export class Syncs extends Construct {
  constructor(scope: Construct, id: string, props: SyncsProps) {
    super(scope, id);
    new LeaderboardSync(this, 'Leaderboards', props);
    new QualityEntries(this, 'QualityEntries', props);
  }
}
