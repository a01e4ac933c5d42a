import type { SeparationOptions } from '../../../mvsep/catalogue/separation.ts';
import type { Stem } from '../../stem.ts';
import type { Source } from '../network-card.ts';
import type { SourcesStem } from '../network-plan.ts';

/** What is to be done with the drums of an order. */
export interface KitPlan {
  /** Whether the drums have to be taken out of a song first. */
  readonly fromMix: boolean;
  /** Stems of the drums, and one that is the rest of the song, in the order in which they are answered. */
  readonly stems: readonly (SourcesStem | NoDrums)[];
}

/** Everything in a song that is not drums. */
interface NoDrums extends Stem {
  readonly sources?: undefined;
}

const KICK = holding(['kick'], 'kick', 'Kick');
const SNARE = holding(['snare'], 'snare', 'Snare');
const TOMS = holding(['toms'], 'toms', 'Toms');
const RIDE = holding(['ride'], 'ride', 'Ride');
const HH = holding(['hihat'], 'hh', 'Hi-hat');
const HIHAT = holding(['hihat'], 'hihat', 'Hi-hat');
const CRASH = holding(['crash'], 'crash', 'Crash');
/** What models without a stem for hi-hats call so. */
const ALL_CYMBALS = holding(['hihat', 'ride', 'crash'], 'cymbals', 'Cymbals');
const CYMBALS = holding(['ride', 'crash'], 'cymbals', 'Cymbals');
const DRUMS = holding(['kick', 'snare', 'toms', 'hihat', 'ride', 'crash'], 'drums', 'Drums (full)');

const FOUR = [KICK, SNARE, TOMS, ALL_CYMBALS];
const FIVE = [KICK, SNARE, TOMS, HH, CYMBALS];
const SIX = [KICK, SNARE, TOMS, RIDE, HH, CRASH];
const SEVEN = [KICK, SNARE, TOMS, CYMBALS, RIDE, HH, CRASH];

/** By model of type 37. */
const OF_MODEL: ReadonlyMap<string | undefined, readonly SourcesStem[]> = new Map([
  ['0', FOUR],
  ['2', FIVE],
  ['4', FOUR],
  ['5', SEVEN],
  ['6', FOUR],
]);

/**
 * What the types for drum kits want, by `sep_type`. Keys and labels of stems are those of the catalogue, where it has
 * them. With a song, all drums and the rest of the song come out as well.
 */
export const KIT_PLANS: ReadonlyMap<number, (options: SeparationOptions) => KitPlan> = new Map([
  [
    37,
    ({ add_opt1, add_opt2 }): KitPlan => {
      const drums = OF_MODEL.get(add_opt1) ?? SIX;
      if (add_opt2 === '1') return { fromMix: false, stems: drums };
      return { fromMix: true, stems: [DRUMS, ...drums, { name: 'residual', label: 'Residual' }] };
    },
  ],
  [
    38,
    ({ add_opt1 }): KitPlan => {
      const drums = [KICK, SNARE, TOMS, HIHAT, CYMBALS];
      if (add_opt1 === '1') return { fromMix: false, stems: drums };
      return { fromMix: true, stems: [DRUMS, { name: 'other', label: 'Other (no drums)' }, ...drums] };
    },
  ],
]);

function holding(sources: readonly Source[], name: string, label: string): SourcesStem {
  return { name, label, sources };
}
