import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deriveSubmissionId } from '../../../shared/submissions/submission-id.ts';
import { randomNumbers } from '../../upstream/random-numbers.ts';
import { randomFaults } from '../../upstream/upstream-fault.ts';
import { type EntryWorld, startEntryWorld } from './entry-world.ts';

const SIDECAR = JSON.stringify({ algorithm: 'Mine', description: 'Does it.' });
/** Further than any life goes; a life that is not killed any more ends the search. */
const MOST_POINTS = 400;
/** Some seconds where nothing else runs; there are seventy lives to live. */
const LONGEST_MS = 180_000;

let world: EntryWorld;
let number = 0;

beforeAll(async () => {
  world = await startEntryWorld();
  // Fewer looks in the same time: each of them is a point like the others.
  world.clock.haste = 20;
  world.desk.looksToJudge = 1;
});
afterAll(() => world.stop());
afterEach(() => {
  world.mortal();
  world.upstream.heal();
});

/** Drops a zip, and follows it until nothing is left to do. */
async function liveThrough() {
  number += 1;
  const zipKey = `quality-checker/0/life-${number}/entry.zip`;
  for (const [key, body] of [
    [zipKey, `zip ${number}`],
    [`${zipKey}.mvsep.json`, SIDECAR],
  ] as const) {
    await world.accept(await world.put(key, body));
  }
  await world.followAll();
  const etag = createHash('md5').update(`zip ${number}`).digest('hex');
  const found = await world.submissions.get(deriveSubmissionId({ bucket: 'audio', key: zipKey, etag }));
  return { ...found, resultKey: `quality-checker-results/0/life-${number}/entry.json` };
}

/** What holds of every life, whatever happened in it. */
async function expectAnEnd({
  submissionId,
  state,
  failure,
  resultKey,
}: Awaited<ReturnType<typeof liveThrough>>) {
  const taken = world.desk.marked(submissionId).length;
  expect(taken).toBeLessThanOrEqual(1);
  expect(['scored', 'failed']).toContain(state);
  if (state === 'scored') expect(taken).toBe(1);
  else expect(failure?.reason).toMatch(/drop the sidecar file again/);
  if (failure?.received === 'no') expect(taken).toBe(0);
  expect(await world.json(resultKey)).toMatchObject({ submissionId, state });
  const news = world.events.filter(({ detail }) => detail.submissionId === submissionId);
  expect(new Set(news.map(({ detail }) => detail.id)).size).toBe(1);
  expect(news[0]?.type).toBe(state === 'scored' ? 'Quality Entry Scored' : 'Quality Entry Failed');
}

describe('a function that is killed', () => {
  it(
    'at any of its calls, before it or after it, sends no zip twice and leaves none without an end',
    async () => {
      const ends = { scored: 0, failed: 0 };
      for (let lives = 0; ; lives++) {
        if (lives === MOST_POINTS) throw new Error('This life has no end.');
        const mortal = world.mortal(lives);
        const found = await liveThrough();
        await expectAnEnd(found);
        ends[found.state === 'scored' ? 'scored' : 'failed'] += 1;
        if (!mortal.hasKilled) break;
      }
      expect(ends.scored).toBeGreaterThan(30);
      // Between the mark and the request nobody knows any more whether it left: so few points, and no more.
      expect(ends.failed).toBeLessThanOrEqual(4);
    },
    LONGEST_MS,
  );
});

describe('a service with faults of every kind', () => {
  it(
    'gets no zip twice, and every submission ends in scores or a reason',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(1_000_000),
          fc.constantFrom(0.1, 0.3, 0.6),
          fc.nat(60),
          async (seed, often, lives) => {
            world.upstream.faults = randomFaults(randomNumbers(seed), often, 1);
            world.mortal(lives);
            await expectAnEnd(await liveThrough());
          },
        ),
        { numRuns: 15 },
      );
    },
    LONGEST_MS,
  );
});
