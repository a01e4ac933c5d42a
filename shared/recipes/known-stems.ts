import { stemNames } from '../jobs/stem-name.ts';
import type { SeparationType } from '../mvsep/catalogue/separation-type.ts';

/** One stem that a type can give, under every name by which it goes. */
export interface KnownStem {
  /** As recipes name it: its label, written as a file name. */
  readonly name: string;
  /** The label and the short key of the catalogue, both written as file names. Services answer with either. */
  readonly aliases: readonly string[];
}

/** The stems that a type can give, as the catalogue knows them: none when it knows none. */
export function knownStems({ stems }: Pick<SeparationType, 'stems'>): KnownStem[] {
  const labels = stemNames(Object.values(stems));
  return Object.keys(stems).map((key, index) => {
    const name = labels[index] ?? key;
    return { name, aliases: [name, ...stemNames([key])] };
  });
}
