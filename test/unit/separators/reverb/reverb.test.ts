import { beforeAll, describe, expect, it } from 'vitest';
import { loadFft } from '../../../../shared/audio/real-fft.ts';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { reverbOffers } from '../../../../shared/separators/offers/reverb-offers.ts';
import { reverbRemoval } from '../../../../shared/separators/reverb/reverb-removal.ts';
import { vocalReverbRemoval } from '../../../../shared/separators/reverb/vocal-reverb-removal.ts';
import { mixOf } from '../../../audio/mix-of.ts';
import { inRoom } from '../../../audio/room.ts';
import { scaleInvariantDistortion } from '../../../audio/scale-invariant-distortion.ts';
import { signalToDistortion } from '../../../audio/signal-to-distortion.ts';
import { synthesizeSinging } from '../../../audio/synthesize-singing.ts';
import { synthesizeSpeech } from '../../../audio/synthesize-speech.ts';
import { expectSamePiece } from '../../../separators/expect-same-piece.ts';
import { halfVocals } from '../../../separators/half-vocals.ts';

const ORDER = { sepType: 22, options: {} };
const voices = {
  speech: synthesizeSpeech({ seconds: 9 }),
  singing: synthesizeSinging({ seconds: 9 }),
};

beforeAll(loadFft);

async function remove(mix: StereoSamples): Promise<[StereoSamples, StereoSamples]> {
  const [dry, reverb] = await reverbRemoval.separate(mix, ORDER);
  if (dry === undefined || reverb === undefined) throw new Error('expected two stems');
  return [dry, reverb];
}

describe('reverbRemoval', () => {
  it.each([
    ['speech', 0.5],
    ['singing', 1],
  ] as const)('brings %s in a room that fades in %d s closer to its first 50 ms', async (voice, seconds) => {
    const { heard, early } = inRoom(voices[voice], seconds);
    const [dry, reverb] = await remove([heard, heard]);
    const [before, after] = [heard, dry[0]].map((sound) => scaleInvariantDistortion(early, sound));
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThan(0.2);
    expect(signalToDistortion([heard, heard], mixOf(dry, reverb))).toBeGreaterThan(90);
  });

  it('leaves dry voices alone', async () => {
    for (const voice of Object.values(voices)) {
      const [dry] = await remove([voice, voice]);
      expect(signalToDistortion([voice], [dry[0]])).toBeGreaterThan(40);
    }
  });

  it('separates a piece with its context as it separates the whole', async () => {
    const { heard } = inRoom(synthesizeSpeech({ seconds: 9.5, seed: 2 }), 1);
    await expectSamePiece(reverbRemoval, [heard, heard.map((value) => value / 2)], ORDER);
  });

  it('keeps silence silent, and the stems of a clipped mix within full scale', async () => {
    const silence = new Float32Array(10_000);
    expect((await remove([silence, silence])).flat().every((one) => one.every((value) => value === 0))).toBe(
      true,
    );
    const { heard } = inRoom(voices.speech.subarray(0, 60_000), 1);
    const clipped = heard.map((value) => Math.max(-1, Math.min(1, 20 * value)));
    const stems = await remove([clipped, clipped]);
    expect(stems.flat().every((channel) => channel.every((value) => Math.abs(value) <= 1))).toBe(true);
  });
});

describe('vocalReverbRemoval', () => {
  it('takes the reverberation out of the vocals, and all three stems add up to the mix', async () => {
    const { heard } = inRoom(voices.speech, 1);
    const stems = await vocalReverbRemoval(halfVocals).separate([heard, heard], ORDER);
    expect(stems).toHaveLength(3);
    expect(signalToDistortion([heard, heard], mixOf(...stems))).toBeGreaterThan(90);
    expect(stems[2]?.[0][20_000]).toBeCloseTo((heard[20_000] ?? 0) / 2, 6);
  });
});

describe('reverbOffers', () => {
  const problems = (findsVocals: boolean, options: { add_opt2?: string }) =>
    reverbOffers(findsVocals).map(({ problem }) => problem?.(options) !== undefined);

  it('offers each preprocessing by what can do it', () => {
    expect(problems(false, {})).toEqual([false]);
    expect(problems(false, { add_opt2: '0' })).toEqual([true]);
    expect(problems(true, { add_opt2: '1' })).toEqual([false, true]);
    expect(problems(true, { add_opt2: '0' })).toEqual([true, false]);
  });
});
