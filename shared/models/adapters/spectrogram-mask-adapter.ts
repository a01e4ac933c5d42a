import { loadFft } from '../../audio/real-fft.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { type CenteredSpectrum, centeredIstft, centeredStft } from '../centered-stft.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import type { SpectrogramMaskNetwork } from '../model-network.ts';
import { runNetwork } from '../run-network.ts';
import { segmentGrid } from '../segment-grid.ts';

/**
 * Networks that take spectra and give complex masks, as exports of Roformers do: `[1, 2·frequencies, frames, 2]` in,
 * each frequency of the left channel followed by the same of the right one, real part before imaginary part, and
 * `[1, stems, 2·frequencies, frames, 2]` out. The spectrum times the mask is the stem's.
 */
export function spectrogramMaskAdapter(network: SpectrogramMaskNetwork, stems: number): ModelAdapter {
  const { nfft: size, hop, dimT, zeroBins, overlap } = network;
  const rows = size + 2;
  const shapes = { inputShapes: [[1, rows, dimT, 2]], outputShapes: [[1, stems, rows, dimT, 2]] };
  return {
    grid: segmentGrid(hop * (dimT - 1), 0, overlap),
    ...shapes,
    async separate(model, segment) {
      await loadFft();
      const spectra = segment.map((channel) => centeredStft(channel, { size, hop }));
      const [answer = new Float32Array()] = await runNetwork(model, shapes, [interleaved(spectra)]);
      const stemOf = (stem: number) => {
        const mask = answer.subarray(stem * rows * dimT * 2, (stem + 1) * rows * dimT * 2);
        return spectra.map((spectrum, side) => {
          const masked = multiplied(spectrum, mask, side);
          masked.real.fill(0, 0, zeroBins * dimT);
          masked.imaginary.fill(0, 0, zeroBins * dimT);
          return centeredIstft(masked, { size, hop });
        });
      };
      return Array.from({ length: stems }, (_, stem): StereoSamples => {
        const [left = new Float32Array(), right = left] = stemOf(stem);
        return [left, right];
      });
    },
  };
}

/** Both channels as the network takes them: their frequencies take turns. */
function interleaved(spectra: readonly CenteredSpectrum[]): Float32Array {
  const data = new Float32Array(spectra.reduce((total, { real }) => total + 2 * real.length, 0));
  for (const [side, { frames, real, imaginary }] of spectra.entries()) {
    for (let row = 0; row < real.length; row += frames) {
      const first = 2 * (2 * row + side * frames);
      for (let frame = 0; frame < frames; frame++) {
        data[first + 2 * frame] = real[row + frame] ?? 0;
        data[first + 2 * frame + 1] = imaginary[row + frame] ?? 0;
      }
    }
  }
  return data;
}

/** The complex product of a channel's spectrum and its rows of a mask. */
function multiplied(
  { frames, real, imaginary }: CenteredSpectrum,
  mask: Float32Array,
  side: number,
): CenteredSpectrum {
  const product = {
    frames,
    real: new Float32Array(real.length),
    imaginary: new Float32Array(real.length),
  };
  for (let row = 0; row < real.length; row += frames) {
    const first = 2 * (2 * row + side * frames);
    for (let frame = 0; frame < frames; frame++) {
      const [a, b] = [real[row + frame] ?? 0, imaginary[row + frame] ?? 0];
      const [c, d] = [mask[first + 2 * frame] ?? 0, mask[first + 2 * frame + 1] ?? 0];
      product.real[row + frame] = a * c - b * d;
      product.imaginary[row + frame] = a * d + b * c;
    }
  }
  return product;
}
