import { benchCodecs } from './bench-codecs.ts';
import { benchCopy } from './bench-copy.ts';
import { benchEncode } from './bench-encode.ts';
import { benchEvaluation } from './bench-evaluation.ts';
import { benchJobs } from './bench-jobs.ts';
import { benchListing } from './bench-listing.ts';
import { benchRequests } from './bench-requests.ts';
import { benchStorm } from './bench-storm.ts';

/** `npm run bench` runs all of them; `npm run bench jobs` one. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  jobs: benchJobs,
  copy: benchCopy,
  requests: benchRequests,
  listing: benchListing,
  evaluation: benchEvaluation,
  encode: benchEncode,
  storm: benchStorm,
  codecs: benchCodecs,
};

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`There is no bench ${name}, only ${Object.keys(benches).join(', ')}.`);
  await bench();
}
