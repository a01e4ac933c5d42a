import type { Source } from './network-card.ts';

/** What is taken out of a mix by masks. */
export interface Extraction {
  /** The sources that make up each stem; what no stem takes is the rest. */
  readonly stems: readonly (readonly Source[])[];
  /**
   * With one stem: above 1 more of the mix goes to the stem where it is in doubt, and less to the rest; below 1 the
   * other way round. The mask of the rest is raised to this power.
   */
  readonly aggressiveness?: number;
  /** Takes only as much as both channels share, as voices in films are heard between the speakers. */
  readonly centered?: boolean;
  /** Hertz below which there is nothing of any stem. */
  readonly lowestHertz?: number;
}
