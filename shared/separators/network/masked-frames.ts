import { hannWindow } from '../../audio/hann-window.ts';
import { realFft } from '../../audio/real-fft.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import type { BandLayout } from './band-layout.ts';
import { CenterShare } from './center-share.ts';
import type { StemRows } from './stem-rows.ts';
import { windowedSpectrum } from './windowed-spectrum.ts';

const CHANNELS = [0, 1] as const;

/** Frames of the stems overlap by three quarters of their size, so that their windows add up without a ripple. */
const OVERLAP = 4;

/** Stems that grow frame by frame out of a mix: each frame of it under the gains of every stem. */
export class MaskedFrames {
  readonly stems: readonly StereoSamples[];
  readonly #mix: StereoSamples;
  readonly #layout: BandLayout;
  readonly #size: number;
  readonly #hop: number;
  readonly #channels: readonly (0 | 1)[];
  readonly #center: CenterShare | undefined;
  readonly #window: Float32Array;
  readonly #spectra: readonly [Float32Array, Float32Array];
  readonly #gains: Float32Array;

  constructor(
    mix: StereoSamples,
    stems: number,
    frames: { size: number; layout: BandLayout; centered: boolean },
  ) {
    const isMono = mix[0] === mix[1];
    const { size, layout, centered } = frames;
    this.#mix = mix;
    this.#layout = layout;
    this.#size = size;
    this.#hop = size / OVERLAP;
    this.#channels = isMono ? [0] : CHANNELS;
    // A mono mix is all centre.
    this.#center = centered && !isMono ? new CenterShare(size) : undefined;
    // Squared Hann windows at this overlap sum to 3/8·4 everywhere; the transform adds `size`.
    this.#window = hannWindow(size).map((value) => value / (0.375 * OVERLAP * size));
    this.#spectra = [new Float32Array(size), new Float32Array(size)];
    this.#gains = new Float32Array(layout.bands);
    this.stems = Array.from({ length: stems }, () => {
      const left = new Float32Array(mix[0].length);
      return [left, isMono ? left : new Float32Array(left.length)] as const;
    });
  }

  /** The frame number of the last one that touches the mix; the first is -1. Frame n has its middle at n·hop. */
  get last(): number {
    return Math.ceil(this.#mix[0].length / this.#hop) + 1;
  }

  /** Adds a frame under gains that lie half-way between two rows, which may be the same. */
  add(frame: number, rows: StemRows, next: StemRows): void {
    const start = frame * this.#hop - this.#size / 2;
    for (const channel of this.#channels) {
      this.#spectra[channel].set(windowedSpectrum(this.#mix[channel], start, this.#size));
    }
    this.#center?.weigh(this.#spectra);
    for (const [index, stem] of this.stems.entries()) {
      for (const channel of this.#channels) {
        const [row, following] = [rows[index]?.[channel], next[index]?.[channel]];
        if (row === undefined || following === undefined) continue;
        for (let band = 0; band < row.length; band++) {
          this.#gains[band] = ((row[band] ?? 0) + (following[band] ?? 0)) / 2;
        }
        this.#overlap(stem[channel], start, this.#masked(this.#spectra[channel]));
      }
    }
  }

  /** The samples of a spectrum under the current gains. */
  #masked(spectrum: Float32Array): Float32Array {
    const fft = realFft(this.#size);
    const input = fft.input;
    const gains = this.#gains;
    const { below, share } = this.#layout;
    const bins = this.#size / 2;
    for (let bin = 1; bin < bins; bin++) {
      const band = below[bin] ?? 0;
      const low = gains[band] ?? 0;
      const gain = low + (share[bin] ?? 0) * ((gains[band + 1] ?? 0) - low);
      input[2 * bin] = (spectrum[2 * bin] ?? 0) * gain;
      input[2 * bin + 1] = (spectrum[2 * bin + 1] ?? 0) * gain;
    }
    // Bin 0 and the last bin are real, and share the first pair of numbers.
    input[0] = (spectrum[0] ?? 0) * (gains[0] ?? 0);
    input[1] = (spectrum[1] ?? 0) * (gains[gains.length - 1] ?? 0);
    return fft.backward();
  }

  #overlap(stem: Float32Array, start: number, samples: Float32Array): void {
    const window = this.#window;
    const last = Math.min(this.#size, stem.length - start);
    for (let index = Math.max(0, -start); index < last; index++) {
      stem[start + index] = (stem[start + index] ?? 0) + (samples[index] ?? 0) * (window[index] ?? 0);
    }
  }
}
