import { benchCodecs } from './bench-codecs.ts';
import { benchCopy } from './bench-copy.ts';
import { benchEncode } from './bench-encode.ts';
import { benchEvaluation } from './bench-evaluation.ts';
import { benchJobs } from './bench-jobs.ts';
import { benchListing } from './bench-listing.ts';
import { benchRequests } from './bench-requests.ts';
import { benchStorm } from './bench-storm.ts';
import { benchScale } from './scale/bench-scale.ts';
import { benchSeparators } from './separators/bench-separators.ts';

/**
 * `npm run bench` runs all of them, `npm run bench jobs` one; `npm run bench separators denoise` one measure of one,
 * and `npm run bench scale hour` the longer songs of one.
 */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  jobs: benchJobs,
  copy: benchCopy,
  requests: benchRequests,
  listing: benchListing,
  evaluation: benchEvaluation,
  encode: benchEncode,
  storm: benchStorm,
  codecs: benchCodecs,
  separators: () => benchSeparators([]),
  scale: () => benchScale([]),
};

const [first, ...others] = process.argv.slice(2);
if (first === 'separators') await benchSeparators(others);
else if (first === 'scale') await benchScale(others);
else await run(first === undefined ? Object.keys(benches) : [first, ...others]);

async function run(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const bench = benches[name];
    if (bench === undefined)
      throw new Error(`There is no bench ${name}, only ${Object.keys(benches).join(', ')}.`);
    await bench();
  }
}
