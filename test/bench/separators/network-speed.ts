import { writableFormat } from '../../../functions/engine/write-stem/writable-format.ts';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { OUTPUT_FORMATS } from '../../../shared/mvsep/catalogue/output-format.ts';
import { SEPARATION_RATE, type Separator } from '../../../shared/separators/separator.ts';
import type { GrowingFile } from '../../../shared/streams/growing-file.ts';
import { encoded } from '../../audio/encoded.ts';
import type { MeasuredRow } from './measure.ts';

const FOUR_STEMS = 20;
const MP3 = 0;

/** Blocks of the length in which stems are read when they are written. */
const BLOCK_SAMPLES = 65_536;

const NOWHERE: GrowingFile = { append: async () => {}, rewrite: () => {} };

/** Rows of how many seconds of a song are done in one second of a core: to stems, and from a stem to each format. */
export async function networkSpeed(
  separator: Separator,
  song: StereoSamples,
): Promise<readonly MeasuredRow[]> {
  const seconds = song[0].length / SEPARATION_RATE;
  const file = await encoded(writableFormat(MP3).encoder, { sound: song });
  const separate = async () => {
    const mix = asStereo((await decodeAudio(file)).channels);
    return separator.separate(mix, { sepType: FOUR_STEMS, options: {} });
  };
  // What is compiled and loaded once in a process is not counted.
  const [stem = song] = await separate();
  const rows: MeasuredRow[] = [
    {
      what: 'an mp3 to four stems, per core',
      value: seconds / (await cpuSeconds(separate)),
      unit: '×',
      bar: { atLeast: 20 },
    },
  ];
  for (const { id, name } of OUTPUT_FORMATS) {
    const { encoder } = writableFormat(id);
    const spent = await cpuSeconds(() =>
      encoder.encode(
        {
          channels: 2,
          sampleRate: SEPARATION_RATE,
          length: stem[0].length,
          blocks: inBlocks(stem),
          tags: {},
        },
        NOWHERE,
      ),
    );
    rows.push({ what: `one stem to ${name}, per core`, value: seconds / spent, unit: '×' });
  }
  const peak = process.resourceUsage().maxRSS / 1024;
  return [...rows, { what: 'peak memory of the process', value: peak, unit: 'MB' }];
}

async function* inBlocks(stem: StereoSamples): AsyncGenerator<readonly Float32Array[]> {
  for (let at = 0; at < stem[0].length; at += BLOCK_SAMPLES) {
    yield stem.map((channel) => channel.subarray(at, at + BLOCK_SAMPLES));
  }
}

async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
