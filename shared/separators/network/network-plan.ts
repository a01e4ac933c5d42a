import type { SeparationOptions } from '../../mvsep/catalogue/separation.ts';
import type { Stem } from '../stem.ts';
import type { Extraction } from './extraction.ts';
import type { Source } from './network-card.ts';

/** A stem, and the sources that it holds. */
export interface SourcesStem extends Stem {
  readonly sources: readonly Source[];
}

/** What a network is to do for an order. */
export interface NetworkPlan extends Omit<Extraction, 'stems'> {
  /** In the order in which they are answered. Each holds all of another's sources or none of them. */
  readonly stems: readonly SourcesStem[];
}

/** What follows from the options of one type. */
export type PlanOfOptions = (options: SeparationOptions) => NetworkPlan;
