/** One stem of which the best separation can be asked for. */
export interface BestStem {
  /** As recipes say it after `best:`. */
  readonly name: string;
  /** The dataset whose leaderboard compares it. */
  readonly datasetType: number;
  readonly datasetName: string;
  /** What boards call its SDR, in letters and digits alone. */
  readonly sdrKeys: readonly string[];
  /** What catalogues call it among the stems of a type. */
  readonly stemKeys: readonly string[];
  /** Other names by which people ask for it. */
  readonly aliases: readonly string[];
  /** The stem that every type gives beside it, for whoever goes on with that one. */
  readonly beside?: string;
}

const MULTISONG = { datasetType: 1, datasetName: 'Multisong' };
const LEAD_AND_BACK = { datasetType: 3, datasetName: 'Lead/Back vocals' };

const plainly = (name: string) => ({ name, sdrKeys: [name], stemKeys: [name], aliases: [] });

/** The stems whose boards are known: the API documents what no other dataset compares. */
export const BEST_STEMS: readonly BestStem[] = [
  { ...plainly('vocals'), ...MULTISONG, aliases: ['vocal', 'voice'], beside: 'instrumental' },
  {
    name: 'instrumental',
    ...MULTISONG,
    sdrKeys: ['instrum', 'instrumental', 'instruments'],
    stemKeys: ['instrumental', 'instrum', 'instruments', 'accompaniment'],
    aliases: ['instrum', 'instruments'],
    beside: 'vocals',
  },
  { ...plainly('drums'), ...MULTISONG },
  { ...plainly('bass'), ...MULTISONG },
  { ...plainly('other'), ...MULTISONG },
  { ...plainly('piano'), datasetType: 2, datasetName: 'Piano' },
  {
    name: 'lead-vocals',
    ...LEAD_AND_BACK,
    sdrKeys: ['lead', 'vocalslead', 'leadvocals'],
    stemKeys: ['vocals-lead', 'vocalslead', 'lead-vocal'],
    aliases: ['lead', 'vocals-lead'],
  },
  {
    name: 'back-vocals',
    ...LEAD_AND_BACK,
    sdrKeys: ['back', 'vocalsback', 'backvocals'],
    stemKeys: ['vocals-back', 'vocalsback', 'back-vocal'],
    aliases: ['back', 'vocals-back', 'backing-vocals'],
  },
  { ...plainly('guitar'), datasetType: 4, datasetName: 'Guitar' },
];

/** The stem of this name or alias; undefined when no board compares such a stem. */
export function findBestStem(name: string): BestStem | undefined {
  return BEST_STEMS.find((stem) => stem.name === name || stem.aliases.includes(name));
}
