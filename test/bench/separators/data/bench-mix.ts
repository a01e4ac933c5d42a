import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_CACHE } from './bench-cache.ts';
import { MIX_BUILDS } from './mix-builds.ts';
import { orTold } from './or-told.ts';
import { saveMix } from './save-mix.ts';
import { withScratch } from './scratch.ts';

/** One attempt a process: whoever asks again gets the same answer. */
const asked = new Map<string, Promise<string | undefined>>();

/**
 * The folder of a test mix, with `mixture.wav` and its true stems: that in the folder `BENCH_MIXES`, else one in the
 * cache, which is built from packages when it is not there yet. Undefined when it cannot be had; why is told once.
 */
export function benchMix(name: string): Promise<string | undefined> {
  const found = asked.get(name) ?? findMix(name);
  asked.set(name, found);
  return found;
}

async function findMix(name: string): Promise<string | undefined> {
  const { BENCH_MIXES: own } = process.env;
  const mixes = own ?? join(BENCH_CACHE, 'mixes');
  const folder = join(mixes, name);
  if (existsSync(folder)) return folder;
  const build = MIX_BUILDS.get(name);
  if (own !== undefined || build === undefined) return undefined;
  mkdirSync(mixes, { recursive: true });
  console.error(`Building the test mix ${name} …`);
  return orTold(`The test mix ${name} is left out`, async () => {
    saveMix(folder, await withScratch(build));
    return folder;
  });
}
