import { beforeAll, describe, expect, it } from 'vitest';
import { loadFft } from '../../../../shared/audio/real-fft.ts';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { denoise } from '../../../../shared/separators/denoise/denoise.ts';
import { addNoise } from '../../../audio/add-noise.ts';
import { mixOf } from '../../../audio/mix-of.ts';
import { signalToDistortion } from '../../../audio/signal-to-distortion.ts';
import { steadyNoise } from '../../../audio/steady-noise.ts';
import { synthesizeSpeech } from '../../../audio/synthesize-speech.ts';
import { expectSamePiece } from '../../../separators/expect-same-piece.ts';

const speech = synthesizeSpeech({ seconds: 13 });
let noisy: Float32Array;

beforeAll(async () => {
  await loadFft();
  noisy = addNoise(speech, steadyNoise('pink', speech.length), 8);
});

async function separate(mix: StereoSamples, add_opt1 = '0'): Promise<[StereoSamples, StereoSamples]> {
  const [dry, noise] = await denoise.separate(mix, { sepType: 47, options: { add_opt1 } });
  if (dry === undefined || noise === undefined) throw new Error('expected two stems');
  return [dry, noise];
}

const energy = (samples: Float32Array) => samples.reduce((sum, value) => sum + value * value, 0);

describe('denoise', () => {
  it('brings speech from 8 dB to 14, and the stems add up to the mix', async () => {
    const [dry, noise] = await separate([noisy, noisy]);
    expect(signalToDistortion([speech], [dry[0]])).toBeGreaterThan(14);
    expect(signalToDistortion([noisy, noisy], mixOf(dry, noise))).toBeGreaterThan(90);
    expect(dry[1]).toEqual(dry[0]);
  });

  it('takes away more when it is to be aggressive, and the same for the two other models', async () => {
    const piece = noisy.subarray(0, 100_000);
    const [[standard], [aggressive], [third]] = [
      await separate([piece, piece], '0'),
      await separate([piece, piece], '1'),
      await separate([piece, piece], '2'),
    ];
    expect(energy(aggressive[0])).toBeLessThan(0.97 * energy(standard[0]));
    expect(third).toEqual(standard);
  });

  it('leaves speech alone that has no noise, and next to nothing of noise alone', async () => {
    const piece = speech.subarray(0, 200_000);
    const [dry] = await separate([piece, piece]);
    expect(signalToDistortion([piece], [dry[0]])).toBeGreaterThan(30);
    const hiss = steadyNoise('white', 200_000);
    const [rest] = await separate([hiss, hiss]);
    expect(10 * Math.log10(energy(rest[0]) / energy(hiss))).toBeLessThan(-8);
  });

  it.each(['0', '1'])(
    'separates a piece with its context as it separates the whole, model %s',
    async (model) => {
      await expectSamePiece(denoise, [noisy, speech], { sepType: 47, options: { add_opt1: model } });
    },
  );

  it('keeps silence silent, and the stems of a clipped mix within full scale', async () => {
    const silence = new Float32Array(10_000);
    expect((await separate([silence, silence])).flat().every((channel) => energy(channel) === 0)).toBe(true);
    const clipped = noisy.subarray(0, 60_000).map((value) => Math.max(-1, Math.min(1, 20 * value)));
    const stems = await separate([clipped, clipped]);
    expect(stems.flat().every((channel) => channel.every((value) => Math.abs(value) <= 1))).toBe(true);
    expect(signalToDistortion([clipped, clipped], mixOf(...stems))).toBeGreaterThan(90);
  });
});
