import { findSeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';

/** What types deliver without options, where the catalogue lists more than the default set. */
const DELIVERED: Readonly<Record<number, readonly string[]>> = {
  20: ['Vocals', 'Drums', 'Bass', 'Other'],
  37: ['Kick', 'Snare', 'Toms', 'Ride', 'Hi-hat', 'Crash'],
  40: ['Vocals', 'Instrum'],
  63: ['Vocals', 'Bass', 'Drums', 'Guitar', 'Piano', 'Other'],
};

/** The labels of the stems that a separation of this type delivers. */
export function stemLabels(type: number): readonly string[] {
  return DELIVERED[type] ?? Object.values(findSeparationType(type)?.stems ?? { mix: 'Mix' });
}
