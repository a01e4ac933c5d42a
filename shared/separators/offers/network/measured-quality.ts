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
};

/** A sentence with the measured quality of these outputs, as the card of the network has it; empty when it has none. */
export function measuredQuality(
  { quality }: NetworkCard,
  measures: readonly Exclude<Measure, 'falseVocals'>[],
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
    english:
      ` Measured on songs that it did not learn from, in dB SDR: ${list('english')}. Their voices are synthetic: ` +
      'expect less of real ones.',
    russian:
      ` Измерено на песнях не из обучения, SDR в дБ: ${list('russian')}. Голоса в них синтетические: от настоящих ` +
      'ждите меньшего.',
  };
}
