import type { Offer } from '../../offer.ts';
import type { Standing } from '../../standing.ts';
import type { Bilingual } from './bilingual.ts';
import type { Measure } from './measured-quality.ts';
import { refusing } from './refusing.ts';

/** What is particular to the offers of a network for some types. */
export interface NetworkOfferRow {
  readonly types: readonly number[];
  readonly standing: Standing;
  readonly measures: readonly Exclude<Measure, 'falseVocals'>[];
  /** What users have to know beside how it works; begins with a blank. */
  readonly note?: Bilingual;
  readonly problem?: Offer['problem'];
  /** With `add_opt2` 1 the vocals are taken out before. */
  readonly fromInstrumental?: boolean;
}

const VOICE = ['vocals', 'instrumental'] as const;
const FOUR = ['vocals', 'drums', 'bass', 'other'] as const;
const FILM = ['speech', 'musicAndEffects'] as const;

const ONE_RESULT: Bilingual = {
  english: ' There are no intermediate results: one network does it all.',
  russian: ' Промежуточных результатов нет: работает одна сеть.',
};

const SUM: Bilingual = {
  english: ` The instrumental is the sum of bass, drums and other.${ONE_RESULT.english}`,
  russian: ` Инструментал — сумма баса, ударных и остального.${ONE_RESULT.russian}`,
};

const ONE_BED: Bilingual = {
  english:
    ' It takes as speech what sounds like a voice and comes from between the speakers. Music and effects cannot be ' +
    'told apart here: they come out together, in one file.',
  russian:
    ' Речью считается то, что звучит как голос и слышно между динамиками. Музыка и эффекты здесь не различаются: ' +
    'они выдаются вместе, одним файлом.',
};

const ONE_WAY: Bilingual = {
  english:
    `${ONE_BED.english} One network takes it out directly: there is no vocals model to help, and there are no results ` +
    'of independent models.',
  russian:
    `${ONE_BED.russian} Её выделяет одна сеть напрямую: ни вспомогательной модели вокала, ни результатов отдельных ` +
    'моделей нет.',
};

/** Every type that a network serves, in the order of `NETWORK_PLANS`. */
export const NETWORK_OFFER_ROWS: readonly NetworkOfferRow[] = [
  {
    types: [0],
    standing: 'substitute',
    measures: FOUR,
    problem: refusing(
      'add_opt1',
      ['2'],
      'There is no piano stem here: set add_opt1 to 0 for two stems, or to 1 for four.',
    ),
  },
  { types: [3], standing: 'substitute', measures: FOUR },
  {
    types: [9],
    standing: 'substitute',
    measures: VOICE,
    note: {
      english:
        ' Aggressiveness is a power on the mask of the instrumental, and 0.3 takes it as it is. Models 10 and 11 take ' +
        'out drums and bass instead of vocals; those for pianos, choirs, echo and noise are refused.',
      russian:
        ' Агрессивность — степень маски инструментала, 0.3 оставляет её как есть. Модели 10 и 11 выделяют ударные и ' +
        'бас вместо вокала; модели для пианино, хора, эха и шума не принимаются.',
    },
    problem: refusing(
      'add_opt1',
      ['8', '9', '12', '13', '14', '15', '16', '17'],
      'That model takes out something else than vocals, drums or bass, which cannot be had here: set add_opt1 to one ' +
        'of 0 to 7 for vocals, to 10 for drums, or to 11 for bass.',
    ),
  },
  { types: [17, 19, 23, 25, 27, 33, 35, 46, 48], standing: 'substitute', measures: VOICE },
  { types: [26], standing: 'substitute', measures: VOICE, note: ONE_RESULT },
  {
    types: [40],
    standing: 'substitute',
    measures: VOICE,
    problem: refusing('add_opt3', ['1'], 'There are no fullness stems here: set add_opt3 to 0.'),
  },
  {
    types: [43],
    standing: 'substitute',
    measures: VOICE,
    note: {
      english: ' It separates two channels: a file with more is mixed down to stereo first.',
      russian: ' Разделяет два канала: если их больше, они сперва сводятся в стерео.',
    },
  },
  { types: [7, 10, 13, 15, 16], standing: 'substitute', measures: FOUR },
  {
    types: [20],
    standing: 'substitute',
    measures: FOUR,
    problem: refusing(
      'add_opt1',
      ['2'],
      'There are no piano and guitar stems here: set add_opt1 to 0 or 1 for vocals, drums, bass and other.',
    ),
  },
  { types: [28], standing: 'substitute', measures: FOUR, note: SUM },
  { types: [44], standing: 'substitute', measures: ['drums'], note: ONE_RESULT, fromInstrumental: true },
  { types: [41], standing: 'substitute', measures: ['bass'], note: ONE_RESULT, fromInstrumental: true },
  {
    types: [105],
    standing: 'substitute',
    measures: ['drums'],
    note: {
      english: ' Percussion is what it knows as drums: drum kits and other percussion cannot be told apart.',
      russian: ' Перкуссией считаются все ударные: барабаны и прочая перкуссия не различаются.',
    },
  },
  { types: [18, 24, 36, 45], standing: 'substitute', measures: FILM, note: ONE_BED },
  { types: [56], standing: 'substitute', measures: FILM, note: ONE_WAY },
  {
    types: [63],
    standing: 'approximate',
    measures: FOUR,
    note: {
      english: ' Guitar and piano are not taken out: they stay in other.',
      russian: ' Гитара и пианино не выделяются: они остаются в «остальном».',
    },
  },
  {
    types: [30],
    standing: 'approximate',
    measures: FOUR,
    note: {
      english:
        ' Only vocals, bass, drums and the rest come out: no guitar, piano, strings, wind, lead and back vocals, or ' +
        `parts of the drums.${SUM.english}`,
      russian:
        ' Выдаются только вокал, бас, ударные и остальное: без гитары, пианино, струнных, духовых, ведущего и ' +
        `бэк-вокала и частей ударных.${SUM.russian}`,
    },
  },
];
