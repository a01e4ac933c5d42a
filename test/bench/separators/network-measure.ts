import { join } from 'node:path';
import { networkSeparator } from '../../../shared/separators/network/network-separator.ts';
import { NETWORK_SLUGS } from '../../../shared/separators/network/network-slugs.ts';
import type { Separator } from '../../../shared/separators/separator.ts';
import { benchSong } from './bench-song.ts';
import { chunkSeams } from './chunk-seams.ts';
import { benchInstrumentals } from './data/bench-instrumentals.ts';
import { benchMix } from './data/bench-mix.ts';
import { falseVocals } from './false-vocals.ts';
import type { Measure, MeasuredRow } from './measure.ts';
import { networkQuality } from './network-quality.ts';
import { networkSpeed } from './network-speed.ts';
import { networkProblem, openBenchNetwork } from './open-bench-network.ts';

/** The network: quality on mixes with known stems, what it hears where nobody sings, seams of chunks, and speed. */
export const networkMeasure: Measure = {
  name: 'network',
  missing: () => networkProblem('separator'),
  async run(): Promise<readonly MeasuredRow[]> {
    const opened = await openBenchNetwork('separator');
    const separator = networkSeparator(opened.card, async () => opened, NETWORK_SLUGS.fromMix);
    return [
      ...(await networkQuality(separator)),
      ...(await falseVocals(separator, await benchInstrumentals())),
      ...(await withOneSong(separator)),
    ];
  },
};

async function withOneSong(separator: Separator): Promise<readonly MeasuredRow[]> {
  const folder = await benchMix('t1');
  if (folder === undefined) return [];
  const song = await benchSong(join(folder, 'mixture.wav'));
  return [await chunkSeams(separator, song), ...(await networkSpeed(separator, song))];
}
