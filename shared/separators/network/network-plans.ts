import type { Stem } from '../stem.ts';
import type { Source } from './network-card.ts';
import type { NetworkPlan, PlanOfOptions, SourcesStem } from './network-plan.ts';

const ACCOMPANIMENT: readonly Source[] = ['drums', 'bass', 'other'];

const VOCALS = holding(['vocals'], 'vocals', 'Vocals');
const DRUMS = holding(['drums'], 'drums', 'Drums');
const BASS = holding(['bass'], 'bass', 'Bass');
const OTHER = holding(['other'], 'other', 'Other');
const INSTRUMENTAL = holding(ACCOMPANIMENT, 'instrumental', 'Instrumental');
const INSTRUM = holding(ACCOMPANIMENT, 'instrum', 'Instrumental');
/** What many types call everything but the one stem that they are about. */
const NO_VOCALS = holding(ACCOMPANIMENT, 'other', 'Other');
const NO_DRUMS = holding(['bass', 'other', 'vocals'], 'other', 'Other');
const NO_BASS = holding(['drums', 'other', 'vocals'], 'other', 'Other');
/** Types of films ask for two stems here, which this network cannot tell apart. */
const MUSIC_AND_EFFECTS = holding(ACCOMPANIMENT, 'music-and-effects', 'Music and effects');
const SPEECH = holding(['vocals'], 'speech', 'Speech');

/** How speech is taken out of films: it comes from between the speakers, and nobody speaks lower than 75 Hz. */
const OF_FILMS = { centered: true, lowestHertz: 75 } as const;

const SPLEETER_REST = holding(ACCOMPANIMENT, 'accompaniment', 'Accompaniment');

const FOUR: NetworkPlan = { stems: [VOCALS, DRUMS, BASS, OTHER] };

/** The aggressiveness with which type 9 takes the masks as they are: its own default. */
const PLAIN_AGGRESSIVENESS = 0.3;

/**
 * What separation types want of a network, by `sep_type`. Keys and labels of stems are those of the catalogue, where
 * it has them.
 */
export const NETWORK_PLANS: ReadonlyMap<number, PlanOfOptions> = new Map<number, PlanOfOptions>([
  [0, ({ add_opt1 }) => (add_opt1 === '1' ? FOUR : { stems: [VOCALS, SPLEETER_REST] })],
  [3, ({ add_opt1 }) => (add_opt1 === '3' ? { stems: [VOCALS, INSTRUMENTAL] } : FOUR)],
  [9, ({ add_opt1, add_opt2 }) => ({ stems: stemsOfModel(add_opt1), aggressiveness: powerOf(add_opt2) })],
  ...plans([17, 19, 27, 35], { stems: [VOCALS, INSTRUMENTAL] }),
  ...plans([23], { stems: [VOCALS, INSTRUM] }),
  ...plans([25, 26, 33, 40, 43, 46, 48], { stems: [VOCALS, NO_VOCALS] }),
  ...plans([7, 10, 13, 15, 16, 20, 63], FOUR),
  ...plans([28], { stems: [VOCALS, INSTRUM, BASS, DRUMS, OTHER] }),
  ...plans([30], {
    stems: [
      VOCALS,
      INSTRUM,
      BASS,
      DRUMS,
      holding(['other'], 'other-no-vocals-bass-drums', 'Other (no vocals/bass/drums)'),
    ],
  }),
  ...plans([44], { stems: [DRUMS, NO_DRUMS] }),
  ...plans([41], { stems: [BASS, NO_BASS] }),
  ...plans([105], { stems: [holding(['drums'], 'percussion', 'Percussion'), NO_DRUMS] }),
  ...plans([18, 36, 45, 56], { stems: [SPEECH, MUSIC_AND_EFFECTS], ...OF_FILMS }),
  ...plans([24], {
    stems: [
      holding(['vocals'], 'dialog', 'Dialog'),
      holding(ACCOMPANIMENT, 'instrumental', 'Instrumental (no dialog)'),
    ],
    ...OF_FILMS,
  }),
]);

function plans(types: readonly number[], plan: NetworkPlan): [number, PlanOfOptions][] {
  return types.map((type) => [type, () => plan]);
}

function holding(sources: readonly Source[], name: Stem['name'], label: Stem['label']): SourcesStem {
  return { name, label, sources };
}

/** Of the models of type 9, one takes out the drums and one the bass. */
function stemsOfModel(model: string | undefined): readonly SourcesStem[] {
  if (model === '10') return [DRUMS, NO_DRUMS];
  if (model === '11') return [BASS, NO_BASS];
  return [VOCALS, holding(ACCOMPANIMENT, 'instruments', 'Instrumental')];
}

function powerOf(aggressiveness: string | undefined): number {
  return 1 + Number(aggressiveness ?? PLAIN_AGGRESSIVENESS) - PLAIN_AGGRESSIVENESS;
}
