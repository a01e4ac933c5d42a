import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutChunks } from '../../../functions/engine/prepare-separation/cut-chunks.ts';
import { planChunks } from '../../../shared/engine/chunk-plan.ts';

async function* inBlocks(song: Float32Array, size: number): AsyncGenerator<Float32Array[]> {
  for (let at = 0; at < song.length; at += size) {
    yield [song.subarray(at, at + size), song.subarray(at, at + size).map((value) => -value)];
  }
}

describe('cutChunks', () => {
  it('gives the chunks that a song of known length would be cut into, whatever it arrives in', async () => {
    const cases = fc.record({
      samples: fc.integer({ min: 1, max: 60_000 }),
      chunkSamples: fc.constantFrom(4_096, 8_192, 20_480),
      contextSamples: fc.constantFrom(0, 1, 5_000),
      size: fc.integer({ min: 100, max: 70_000 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, ...cut }) => {
        const song = Float32Array.from({ length: cut.samples }, (_, index) => index);
        const plan = planChunks(cut);
        const cutting = cutChunks(inBlocks(song, size), cut);
        for (const chunk of plan) {
          const { value } = await cutting.next();
          const sound = song.subarray(chunk.readStart, chunk.readEnd);
          expect(value).toEqual({ chunk, channels: [sound, sound.map((sample) => -sample)] });
        }
        expect(await cutting.next()).toEqual({ done: true, value: cut.samples });
      }),
      { numRuns: 40 },
    );
  });
});
