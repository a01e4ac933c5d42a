import { Construct } from 'constructs';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';

/** The way in for programs that know the MVSep API: its own paths, with jobs of the Pipeline behind them. */
export class MvsepApi extends Construct {
  readonly parts: PipelineParts;

  constructor(scope: Construct, id: string, parts: PipelineParts) {
    super(scope, id);
    this.parts = parts;
  }
}
