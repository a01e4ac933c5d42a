import type { ChosenModel } from '../models/chosen-model.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import type { Standing } from './standing.ts';
import type { Stem } from './stem.ts';

/**
 * What is told and asked of a separation type that runs here. It holds no code that separates, so that functions
 * that only answer calls stay small; the separator that it names does the work.
 */
export interface Offer {
  /** The MVSep separation type (`render_id`) that is served. */
  readonly sepType: number;
  /** The slug of the separator that does the work, or that stands for the model. */
  readonly separator: string;
  readonly standing: Standing;
  /** What it truly is, shown to users as `algorithm`; never the name of a model that does not run here. */
  readonly algorithm: string;
  /** How it works, what it does not do, how good it is where that was measured, in a few sentences. */
  readonly description: string;
  /** The same two in Russian, since the API describes types in both; English stands for what is missing. */
  readonly russian?: { readonly algorithm: string; readonly description: string };
  /** The model of the operator that does the work, instead of a separator of this repository. */
  readonly model?: ChosenModel;
  /** What comes out, in this order; options that are absent stand for their defaults. */
  stems(options: SeparationOptions): readonly Stem[];
  /** Why these options cannot be had here, and what can, in a sentence; undefined when they can. */
  readonly problem?: (options: SeparationOptions) => string | undefined;
}
