import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the bench of the network finds what is too large for the repository, and the network that it measures. */
export interface BenchPaths {
  /** A folder with a folder for each test mix: `mixture.wav` and its true stems. */
  readonly mixes: string;
  /** Real recordings without a voice, in any format that can be decoded. */
  readonly instrumentals: readonly string[];
  /** A folder with the ONNX file of the network, and its card. */
  readonly network: string;
}

const SHIPPED = 'shared/separators/network/model';

/**
 * The paths that `BENCH_MIXES`, `BENCH_INSTRUMENTALS` (folders, colons between them) and `BENCH_NETWORK` name; the
 * last is by default that of the networks of this repository. A sentence when something is missing.
 *
 * @param name of the network's files
 */
export function benchPaths(
  name: 'separator' | 'kit' = 'separator',
  environment: NodeJS.ProcessEnv = process.env,
): BenchPaths | string {
  const {
    BENCH_MIXES: mixes,
    BENCH_INSTRUMENTALS: folders = '',
    BENCH_NETWORK: network = SHIPPED,
  } = environment;
  if (mixes === undefined || !existsSync(mixes)) return 'Set BENCH_MIXES to the folder of test mixes.';
  if (!existsSync(join(network, `${name}.onnx`))) {
    return `There is no ${name}.onnx in ${network}: set BENCH_NETWORK to a folder with a network.`;
  }
  const instrumentals = folders
    .split(':')
    .filter((folder) => folder !== '')
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => /\.(ogg|flac|wav|mp3)$/.test(path));
  return { mixes, instrumentals, network };
}
