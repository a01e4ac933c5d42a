import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { audioSamples } from '../../audio/audio-samples.ts';
import { breakFile } from '../../audio/break-file.ts';
import { judgeBrokenFile } from '../../audio/judge-broken-file.ts';

/** Enough to notice a decoder that was put in carelessly; `npm run bench codecs` breaks ten thousand. */
const FILES_OF_EACH = 20;

describe('a broken file', () => {
  const samples = audioSamples();

  // Where decoders complain of broken files.
  beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue());
  afterEach(() => vi.restoreAllMocks());

  it.each(samples)('made of $name becomes sound or a reason, and writes into no log', async ({ file }) => {
    for (let seed = 0; seed < FILES_OF_EACH; seed++) {
      const other = samples[seed % samples.length]?.file ?? file;
      const { problem } = await judgeBrokenFile(breakFile(file, other, seed));
      expect(problem, `seed ${seed}`).toBeUndefined();
    }
    expect(console.error).not.toHaveBeenCalled();
  });
});
