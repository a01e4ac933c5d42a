import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadFft, realFft } from '../../../shared/audio/real-fft.ts';
import { istft, stft } from '../../../shared/audio/stft.ts';
import { random } from '../../../shared/audio/synthesis/random.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { sine } from '../../audio/sine.ts';

beforeAll(loadFft);

function noise(length: number, seed: number): Float32Array {
  const next = random(seed);
  return Float32Array.from({ length }, () => next() - 0.5);
}

describe('stft and istft', () => {
  it('give back any signal, its ends included', () => {
    const shapes = fc.constantFrom(
      { size: 1024, hop: 256 },
      { size: 2048, hop: 256 },
      { size: 4096, hop: 1024 },
    );
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 20_000 }), fc.nat(), (shape, length, seed) => {
        const signal = noise(length, seed);
        const spectrogram = stft(signal, shape);
        expect(signalToDistortion([signal], [istft(spectrogram)])).toBeGreaterThan(110);
        const ones = new Float32Array((spectrogram.frames * shape.size) / 2).fill(1);
        expect(signalToDistortion([signal], [istft(spectrogram, ones)])).toBeGreaterThan(110);
      }),
      { numRuns: 40 },
    );
  });

  it('gives silence under a mask of zeros', () => {
    const spectrogram = stft(noise(5_000, 1), { size: 1024, hop: 256 });
    const silence = istft(spectrogram, new Float32Array((spectrogram.frames * 1024) / 2));
    expect(silence.every((value) => value === 0)).toBe(true);
  });

  it('shows a tone in its bin', () => {
    const size = 4096;
    const { values, frames } = stft(sine(44_100, (100 * 44_100) / size), { size, hop: 1024 });
    const row = values.subarray(Math.floor(frames / 2) * size, (Math.floor(frames / 2) + 1) * size);
    const power = (bin: number) => (row[2 * bin] ?? 0) ** 2 + (row[2 * bin + 1] ?? 0) ** 2;
    expect(power(100)).toBeGreaterThan(1e6 * power(120));
  });
});

describe('realFft', () => {
  it('makes one instance per size and refuses sizes that it cannot do', () => {
    expect(realFft(1024)).toBe(realFft(1024));
    expect(() => realFft(1000)).toThrow(RangeError);
  });
});

describe('signalToDistortion', () => {
  it('is 20 dB for an error of a tenth, infinite for none, and refuses unequal shapes', () => {
    const signal = noise(1_000, 5);
    expect(signalToDistortion([signal], [signal.map((value) => value * 1.1)])).toBeCloseTo(20, 3);
    expect(signalToDistortion([signal], [signal])).toBe(Number.POSITIVE_INFINITY);
    expect(() => signalToDistortion([signal], [signal.subarray(1)])).toThrow(RangeError);
  });
});
