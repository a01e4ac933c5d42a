import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinChunks } from '../../../functions/engine/write-stem/join-chunks.ts';
import { chunkSamplesFor, FADE_SAMPLES, planChunks } from '../../../shared/engine/chunk-plan.ts';

const grid = 4096;
const songs = fc.record({
  samples: fc.integer({ min: 1, max: 500_000 }),
  chunkSamples: fc.integer({ min: 1, max: 20 }).map((steps) => steps * grid),
  contextSamples: fc.nat(50_000),
});

describe('planChunks', () => {
  it('covers every song exactly once, on the grid, with the context that is there', () => {
    fc.assert(
      fc.property(songs, (song) => {
        const chunks = planChunks(song);
        let end = 0;
        chunks.forEach((chunk, index) => {
          expect([chunk.index, chunk.coreStart]).toEqual([index, end]);
          expect(chunk.coreEnd).toBeGreaterThan(chunk.coreStart);
          expect([chunk.coreStart % grid, chunk.readStart % grid]).toEqual([0, 0]);
          expect(chunk.keepEnd).toBe(Math.min(song.samples, chunk.coreEnd + FADE_SAMPLES));
          expect(chunk.readStart).toBeLessThanOrEqual(Math.max(0, chunk.coreStart - song.contextSamples));
          expect(chunk.readEnd).toBeGreaterThanOrEqual(
            Math.min(song.samples, chunk.keepEnd + song.contextSamples),
          );
          end = chunk.coreEnd;
        });
        expect(end).toBe(song.samples);
      }),
    );
  });

  it('rounds a length in seconds up to the grid', () => {
    expect(chunkSamplesFor(30) % grid).toBe(0);
    expect(chunkSamplesFor(30) - 30 * 44_100).toBeLessThan(grid);
    expect(chunkSamplesFor(0.001)).toBe(grid);
  });
});

describe('joinChunks', () => {
  it('gives a signal back that was cut by plan', async () => {
    await fc.assert(
      fc.asyncProperty(songs, async (song) => {
        const signal = Float32Array.from(
          { length: song.samples },
          (_, index) => ((index * 7919) % 2000) / 1000 - 1,
        );
        const chunks = planChunks(song);
        async function* stored() {
          for (const { coreStart, keepEnd } of chunks) yield [signal.slice(coreStart, keepEnd)];
        }
        const tails = chunks.map(({ coreEnd, keepEnd }) => keepEnd - coreEnd);
        let at = 0;
        for await (const [piece = new Float32Array(0)] of joinChunks(stored(), tails)) {
          for (const value of piece) {
            if (Math.abs(value - (signal[at] ?? Number.NaN)) > 1e-6 || at >= signal.length)
              expect.fail(`at ${at}`);
            at++;
          }
        }
        expect(at).toBe(song.samples);
      }),
      { numRuns: 30 },
    );
  });

  it('fades from one chunk into the next where they differ', async () => {
    async function* stored() {
      yield [new Float32Array(8).fill(1)];
      yield [new Float32Array(6).fill(0)];
    }
    const joined: number[] = [];
    for await (const [piece = new Float32Array(0)] of joinChunks(stored(), [4, 0])) joined.push(...piece);
    expect(joined).toEqual([1, 1, 1, 1, 0.875, 0.625, 0.375, 0.125, 0, 0]);
  });
});
