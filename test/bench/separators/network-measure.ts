import { join } from 'node:path';
import { networkSeparator } from '../../../shared/separators/network/network-separator.ts';
import { NETWORK_SLUGS } from '../../../shared/separators/network/network-slugs.ts';
import { benchPaths } from './bench-paths.ts';
import { benchSong } from './bench-song.ts';
import { chunkSeams } from './chunk-seams.ts';
import { falseVocals } from './false-vocals.ts';
import type { Measure, MeasuredRow } from './measure.ts';
import { networkQuality } from './network-quality.ts';
import { networkSpeed } from './network-speed.ts';
import { openBenchNetwork } from './open-bench-network.ts';

/** The network: quality on mixes with known stems, what it hears where nobody sings, seams of chunks, and speed. */
export const networkMeasure: Measure = {
  name: 'network',
  missing() {
    const paths = benchPaths();
    return typeof paths === 'string' ? paths : undefined;
  },
  async run(): Promise<readonly MeasuredRow[]> {
    const paths = benchPaths();
    if (typeof paths === 'string') throw new Error(paths);
    const { mixes, instrumentals, network } = paths;
    const opened = await openBenchNetwork(network, 'separator');
    const separator = networkSeparator(opened.card, async () => opened, NETWORK_SLUGS.fromMix);
    const song = await benchSong(join(mixes, 't1', 'mixture.wav'));
    return [
      ...(await networkQuality(separator, mixes)),
      ...(await falseVocals(separator, instrumentals)),
      await chunkSeams(separator, song),
      ...(await networkSpeed(separator, song)),
    ];
  },
};
