import { randomNumbers } from './random-numbers.ts';

/** One entry as the service writes it: beside these fields it has `sdr_<stem>` numbers. */
export interface WireEntry {
  readonly id: number;
  readonly dataset_type: number;
  readonly [field: string]: unknown;
}

/** Datasets by their numbers, with the stems that their boards compare, the first one sorting. */
export const DATASETS: readonly { readonly name: string; readonly stems: readonly string[] }[] = [
  { name: 'Synth', stems: ['instrum', 'vocals'] },
  { name: 'Multisong', stems: ['instrum', 'vocals', 'bass', 'drums', 'other'] },
  { name: 'Piano', stems: ['piano', 'other'] },
  { name: 'Lead/Back vocals', stems: ['lead', 'back', 'instrum'] },
  { name: 'Guitar', stems: ['guitar', 'other'] },
  { name: 'Medley Vox', stems: ['vocals1', 'vocals2'] },
  { name: 'Strings', stems: ['strings', 'other'] },
  { name: 'Wind', stems: ['wind', 'other'] },
  { name: 'DnR v3', stems: ['speech', 'music', 'sfx'] },
  { name: 'Super Resolution', stems: ['restored'] },
  { name: 'Drums', stems: ['kick', 'snare', 'toms', 'hh', 'ride', 'crash'] },
  { name: 'Male/Female vocals', stems: ['male', 'female'] },
  { name: 'Bass', stems: ['bass', 'other'] },
];

/** As people write them: versions, epochs and settings behind the name of a model. */
const ALGORITHMS = [
  'BS Roformer (ver. 2024.08)',
  'BS Roformer viperx edition',
  'MelBand Roformer (Kimberley Jensen edition)',
  'Mel Roformer (Bas Curtiz edition)',
  'MDX23C (8K FFT, full band)',
  'SCNet XL (high fullness)',
  'SCNet Large (starrytong)',
  'Demucs4 HT (fine-tuned, overlap 0.75)',
  'htdemucs_6s',
  'MDX-B UVR_MDXNET_Main',
  'UVR-MDX-NET Inst HQ 4',
  'VitLarge23',
  'Bandit v2',
  'Apollo (lew uni)',
  'DrumSep (jarredou, 6 stems)',
  'MVSep Karaoke (fuzed gabox & aufr33)',
  'Ensemble (vocals, instrum) 11.93',
  '5 models | avg wave | no TTA <experimental>',
  'Open-Unmix XL',
  'spleeter 2 stems "16 kHz"',
];

const FIRST_ID = 1000;
/** In so many entries one of the stems could not be measured. */
const FAILED_EVERY = 40;

/** A board of a size, the same each time. Ids do not repeat over boards; SDRs hardly do. */
export function boardEntries(datasetType: number, size: number): WireEntry[] {
  const random = randomNumbers(datasetType + 1);
  return Array.from({ length: size }, (_, index) =>
    boardEntry(datasetType, FIRST_ID + datasetType * 100_000 + index, random),
  );
}

/** One more entry of a dataset; `own` says what is to be otherwise. */
export function boardEntry(
  datasetType: number,
  id: number,
  random: () => number = randomNumbers(id),
  own: Readonly<Record<string, unknown>> = {},
): WireEntry {
  const { name, stems } = DATASETS[datasetType] ?? { name: `Dataset ${datasetType}`, stems: ['other'] };
  const algorithm = ALGORITHMS[Math.floor(random() * ALGORITHMS.length)] ?? 'Unknown';
  const sdrs = stems.map((stem): [string, number] => [stem, Number((2 + random() * 10).toFixed(4))]);
  const failed = id % FAILED_EVERY === 0 ? (id % (2 * FAILED_EVERY) === 0 ? 0 : -1000) : undefined;
  return {
    id,
    dataset_type: datasetType,
    date: `2026-0${1 + (id % 9)}-1${id % 10} 12:00:00`,
    algo_name: id % 3 === 0 ? `${algorithm} ep. ${id % 100}` : algorithm,
    main_text: 'overlap 4, chunk 485100\nno TTA',
    proc: 1,
    proc_remote_date: `2026-0${1 + (id % 9)}-1${id % 10} 12:05:00`,
    msg: 'OK',
    metrics: sdrs.map(([stem, sdr]) => `Metric sdr for ${stem}: ${sdr.toFixed(4)}`).join('\n'),
    // As at the service itself, numbers come as numbers or as texts of them.
    ...Object.fromEntries(
      sdrs.map(([stem, sdr], index) => [
        `sdr_${stem}`,
        index === 0 && failed !== undefined ? failed : id % 2 === 0 ? sdr : String(sdr),
      ]),
    ),
    dataset_name: name,
    is_ensemble: algorithm.startsWith('Ensemble') ? 1 : 0,
    ...own,
  };
}
