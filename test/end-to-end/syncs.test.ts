import { afterAll, beforeAll } from 'vitest';
import { bestChoice } from './syncs/best-choice.ts';
import { qualityEntries } from './syncs/quality-entries.ts';
import { readingLeaderboards } from './syncs/reading-leaderboards.ts';
import { type SyncsWorld, startSyncsWorld } from './syncs/syncs-world.ts';

let running: SyncsWorld | undefined;
beforeAll(async () => {
  running = await startSyncsWorld();
});
afterAll(() => running?.stop());

/** The pipeline that all parts share. */
const world = (): SyncsWorld => {
  if (running === undefined) throw new Error('The pipeline runs only during tests.');
  return running;
};

readingLeaderboards(world);
bestChoice(world);
qualityEntries(world);
