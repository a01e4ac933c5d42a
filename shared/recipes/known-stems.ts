import { stemNames } from '../jobs/stem-name.ts';
import type { SeparationType } from '../mvsep/catalogue/separation-type.ts';

/** One stem that a type can give, under every name by which it goes. */
export interface KnownStem {
  /** As recipes name it: its label, written as a file name. */
  readonly name: string;
  /** The label and the short key of the catalogue, both written as file names. Services answer with either. */
  readonly aliases: readonly string[];
}

/** What services call everything but the voice: of one type, the catalogue says one word and an answer another. */
const ALL_BUT_VOICE: readonly string[] = ['other', 'instrum', 'instrumental', 'instruments', 'accompaniment'];

/** The stems that a type can give, as the catalogue knows them: none when it knows none. */
export function knownStems({ stems }: Pick<SeparationType, 'stems'>): KnownStem[] {
  const labels = stemNames(Object.values(stems));
  const keys = Object.keys(stems);
  const isVoiceAndRest = keys.length === 2 && keys.includes('vocals');
  return keys.map((key, index) => {
    const name = labels[index] ?? key;
    const rest = isVoiceAndRest && ALL_BUT_VOICE.includes(key) ? ALL_BUT_VOICE : [];
    return { name, aliases: [name, ...stemNames([key]), ...rest] };
  });
}
