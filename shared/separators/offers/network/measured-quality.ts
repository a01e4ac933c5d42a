import type { NetworkCard } from '../../network/network-card.ts';
import type { Bilingual } from './bilingual.ts';

/** What a network was measured at, by what it takes out. */
export type Measure = keyof NetworkCard['quality'];

const NAMES: Readonly<Record<Exclude<Measure, 'falseVocals'>, Bilingual>> = {
  vocals: { english: 'vocals', russian: 'вокал' },
  instrumental: { english: 'instrumental', russian: 'музыка без вокала' },
  drums: { english: 'drums', russian: 'ударные' },
  bass: { english: 'bass', russian: 'бас' },
  other: { english: 'other instruments', russian: 'остальное' },
  speech: { english: 'speech', russian: 'речь' },
  musicAndEffects: { english: 'music and effects', russian: 'музыка и эффекты' },
  kick: { english: 'kick', russian: 'бочка' },
  snare: { english: 'snare', russian: 'малый барабан' },
  toms: { english: 'toms', russian: 'томы' },
  hihat: { english: 'hi-hat', russian: 'хай-хэт' },
  ride: { english: 'ride', russian: 'райд' },
  crash: { english: 'crash', russian: 'крэш' },
  cymbals: { english: 'cymbals (ride and crash)', russian: 'тарелки (райд и крэш)' },
};

/** What it was measured on, and why that says less than it seems to. */
interface Ground {
  readonly on: Bilingual;
  readonly caution: Bilingual;
}

/** What most networks are measured on. */
const SONGS: Ground = {
  on: { english: 'songs that it did not learn from', russian: 'песнях не из обучения' },
  caution: {
    english: 'Their voices are synthetic: expect less of real ones.',
    russian: 'Голоса в них синтетические: от настоящих ждите меньшего.',
  },
};

/** A sentence with the measured quality of these outputs, as the card of the network has it; empty when it has none. */
export function measuredQuality(
  { quality }: NetworkCard,
  measures: readonly Exclude<Measure, 'falseVocals'>[],
  { on, caution }: Ground = SONGS,
): Bilingual {
  const list = (language: keyof Bilingual) =>
    measures
      .flatMap((measure) => {
        const decibels = quality[measure];
        return decibels === undefined ? [] : [`${NAMES[measure][language]} ${decibels.toFixed(1)}`];
      })
      .join(', ');
  if (list('english') === '') return { english: '', russian: '' };
  return {
    english: ` Measured on ${on.english}, in dB SDR: ${list('english')}. ${caution.english}`,
    russian: ` Измерено на ${on.russian}, SDR в дБ: ${list('russian')}. ${caution.russian}`,
  };
}
