import { Construct } from 'constructs';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';

/** What arrives by itself: leaderboards, the catalogue, and what becomes of entries for the quality checker. */
export class Syncs extends Construct {
  readonly parts: PipelineParts;

  constructor(scope: Construct, id: string, parts: PipelineParts) {
    super(scope, id);
    this.parts = parts;
  }
}
