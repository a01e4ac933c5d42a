import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { CatalogueSync } from './catalogue-sync.ts';
import { LeaderboardNames } from './leaderboard-names.ts';
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
    const { stateMachine: sync } = new LeaderboardSync(this, 'Leaderboards', props);
    new LeaderboardNames(this, 'LeaderboardNames', { ...props, sync });
    new CatalogueSync(this, 'Catalogue', props);
    new QualityEntries(this, 'QualityEntries', props);
  }
}
