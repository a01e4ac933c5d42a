import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type EntryWorld, startEntryWorld, TOKEN } from './entry-world.ts';

export const PASSWORD = 'a word that nobody may see';
export const SIDECAR = JSON.stringify({
  algorithm: 'Centre by median filter',
  description: 'Window of 4096 samples.',
  password: PASSWORD,
});

/** One world for a test file, in which each test has a zip of its own and begins with everything in order. */
export function useDroppedZips() {
  let running: EntryWorld | undefined;
  let number = 0;
  const world = (): EntryWorld => {
    if (running === undefined) throw new Error('The world is there during tests only.');
    return running;
  };
  beforeAll(async () => {
    running = await startEntryWorld();
  });
  afterAll(() => running?.stop());
  beforeEach(() => {
    number += 1;
    const { upstream, account, clock, desk, mortal, moveTo } = world();
    mortal();
    upstream.heal();
    moveTo(upstream.url);
    account.token = TOKEN;
    clock.haste = 1;
    Object.assign(desk, { looksToJudge: 2, listsEntries: true, verdict: {} });
  });

  const name = () => `try-${number}`;
  const zipKey = () => `quality-checker/multisong/${name()}/entry.zip`;
  const sidecarKey = () => `${zipKey()}.mvsep.json`;
  return {
    world,
    name,
    zipKey,
    sidecarKey,
    resultKey: () => `quality-checker-results/multisong/${name()}/entry.json`,
    /** The zip, and then its sidecar file. */
    async drop({
      zip = `zip of ${name()}`,
      sidecar = SIDECAR,
    }: {
      zip?: string | Buffer;
      sidecar?: string;
    } = {}) {
      await world().accept(await world().put(zipKey(), zip));
      await world().accept(await world().put(sidecarKey(), sidecar));
    },
    /** The latest submission of this test, with what the service has of it. */
    async submitted() {
      const all = await world().submissions.list();
      const found = all.find(({ zip }) => zip.key === zipKey());
      if (found === undefined) throw new Error('There is no submission.');
      return { ...found, taken: world().desk.marked(found.submissionId) };
    },
    newsOf: (id: string) => world().events.filter(({ detail }) => detail.submissionId === id),
  };
}
