import { KIT_PLANS } from '../../network/kit/kit-plan.ts';
import { KIT_SLUGS } from '../../network/kit/kit-slugs.ts';
import type { NetworkCard } from '../../network/network-card.ts';
import type { Offer } from '../../offer.ts';
import type { Bilingual } from './bilingual.ts';
import { measuredQuality } from './measured-quality.ts';
import { refusing } from './refusing.ts';

const WORKS: Bilingual = {
  english:
    'A small neural network, made for this server, listens to 288 bands of the spectrum and says how much of each is ' +
    'kick, snare, toms, hi-hat, ride or crash; its masks are laid on the drums, so that the stems add up to them. No ' +
    'named model runs: where a type offers several, this network stands for all of them.',
  russian:
    'Небольшая нейросеть, созданная для этого сервера, слушает 288 полос спектра и решает, сколько в каждой бочки, ' +
    'малого барабана, томов, хай-хэта, райда и крэша; её маски накладываются на ударные, и стемы в сумме дают их. ' +
    'Названные модели не работают: за все варианты отвечает эта сеть.',
};

const TAKES_DRUMS: Bilingual = {
  english:
    ' Another network takes the drums out of the song first; what it takes for drums is then told apart.',
  russian:
    ' Сперва другая нейросеть выделяет из песни ударные; затем разделяется то, что она за них приняла.',
};

const GROUND = {
  on: {
    english: 'drum tracks that it did not learn from, most of them on kits like those that it did',
    russian: 'дорожках ударных не из обучения, но большей частью на похожих установках',
  },
  caution: {
    english:
      'These are played from notes on sampled kits: expect less of real ones, and less again of drums out of a song.',
    russian:
      'Они сыграны по нотам на записанных по одному барабанах: от настоящих ждите меньшего, а от выделенных из ' +
      'песни — ещё меньшего.',
  },
};

const MEASURES = ['kick', 'snare', 'toms', 'hihat', 'cymbals', 'ride', 'crash'] as const;

/** What is particular to the two types for drum kits. */
interface KitRow {
  readonly sepType: number;
  /** Which option says that what comes is drums already. */
  readonly key: 'add_opt1' | 'add_opt2';
  readonly measures: readonly (typeof MEASURES)[number][];
  /** What users have to know of its stems; begins with a blank. */
  readonly note: Bilingual;
}

const ROWS: readonly KitRow[] = [
  {
    sepType: 37,
    key: 'add_opt2',
    measures: MEASURES,
    note: {
      english:
        ' Of models with four stems, cymbals is hi-hat, ride and crash in one; of those with five and eight, ride and ' +
        'crash. From a song come the drums as a whole as well, and residual, which is the song without them; drums ' +
        'that come alone leave no residual.',
      russian:
        ' У моделей с четырьмя стемами тарелки — это хай-хэт, райд и крэш вместе; с пятью и восемью — райд и крэш. ' +
        'Из песни выдаются также ударные целиком и остаток, то есть песня без них; у одних ударных остатка нет.',
    },
  },
  {
    sepType: 38,
    key: 'add_opt1',
    measures: ['kick', 'snare', 'toms', 'hihat', 'cymbals'],
    note: {
      english:
        ' Cymbals is ride and crash in one. From a song come the drums as a whole and the song without them, too.',
      russian: ' Тарелки — это райд и крэш вместе. Из песни выдаются также ударные целиком и песня без них.',
    },
  },
];

/**
 * What a network for drum kits serves.
 *
 * @param takesDrums whether another network can take the drums out of a song
 */
export function kitOffers(card: NetworkCard, takesDrums: boolean): readonly Offer[] {
  return ROWS.flatMap((row) => [
    ...(takesDrums ? [fromMix(card, row)] : []),
    fromDrums(card, row, takesDrums),
  ]);
}

function fromMix(card: NetworkCard, row: KitRow): Offer {
  return {
    ...offerOf(card, row, TAKES_DRUMS),
    separator: KIT_SLUGS.fromMix,
    problem: refusing(row.key, ['1'], `Set ${row.key} to 0 to have the drums taken out of a song.`),
  };
}

function fromDrums(card: NetworkCard, row: KitRow, takesDrums: boolean): Offer {
  const { key } = row;
  const sentence = takesDrums
    ? `Set ${key} to 1 to have drums taken as they are.`
    : `Drums cannot be taken out of a song here: send a file of drums alone, and set ${key} to 1.`;
  return {
    ...offerOf(card, row),
    separator: KIT_SLUGS.fromDrums,
    problem: ({ [key]: value }) => (value === '1' ? undefined : sentence),
  };
}

function offerOf(
  card: NetworkCard,
  { sepType, measures, note }: KitRow,
  also: Bilingual = { english: '', russian: '' },
): Omit<Offer, 'problem' | 'separator'> {
  const quality = measuredQuality(card, measures, GROUND);
  return {
    sepType,
    standing: 'substitute',
    algorithm: `${card.name} (mvsep-serverless engine; not the named model)`,
    description: `${WORKS.english}${also.english}${note.english}${quality.english}`,
    russian: {
      algorithm: `${card.name} (движок mvsep-serverless, не названная модель)`,
      description: `${WORKS.russian}${also.russian}${note.russian}${quality.russian}`,
    },
    stems: (options) =>
      KIT_PLANS.get(sepType)?.(options).stems.map(({ label, name }) => ({ label, name })) ?? [],
  };
}
