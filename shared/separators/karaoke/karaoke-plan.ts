import type { SeparationOptions } from '../../mvsep/catalogue/separation.ts';
import type { Stem } from '../stem.ts';

/** What a song is taken apart into; `withoutLead` is the last two together. */
export type KaraokePart = 'lead' | 'withoutLead' | 'back' | 'instrumental';

/** A stem, and what it holds. */
interface KaraokeStem extends Stem {
  readonly part: KaraokePart;
}

/** What is to be done for an order. */
export interface KaraokePlan {
  readonly stems: readonly KaraokeStem[];
  /** Whose channels tell what sings in the middle: those of the voices alone, or of the whole mix. */
  readonly guide: 'vocals' | 'mix';
}

const LEAD: KaraokeStem = { name: 'vocals-lead', label: 'Lead vocals', part: 'lead' };
const BACK: KaraokeStem = { name: 'vocals-back', label: 'Back vocals', part: 'back' };
const INSTRUMENTAL: KaraokeStem = {
  name: 'instrum-only',
  label: 'Instrumental only',
  part: 'instrumental',
};
const WITHOUT_LEAD: KaraokeStem = {
  name: 'back-instrum',
  label: 'Back vocals + instrumental',
  part: 'withoutLead',
};

const OF_MDX_B: readonly KaraokeStem[] = [
  { name: 'vocalslead', label: 'Lead vocals', part: 'lead' },
  { name: 'instrum', label: 'Instrumental + back vocals', part: 'withoutLead' },
];

/** What the types for karaoke want, by `sep_type`. Keys and labels of stems are those of the catalogue. */
export const KARAOKE_PLANS: ReadonlyMap<number, (options: SeparationOptions) => KaraokePlan> = new Map([
  [12, ({ add_opt1 }): KaraokePlan => ({ stems: OF_MDX_B, guide: add_opt1 === '1' ? 'vocals' : 'mix' })],
  [
    49,
    ({ add_opt2 }): KaraokePlan =>
      add_opt2 === '1'
        ? { stems: [LEAD, BACK, INSTRUMENTAL, WITHOUT_LEAD], guide: 'vocals' }
        : { stems: [LEAD, WITHOUT_LEAD], guide: 'mix' },
  ],
]);
