import { loadFft } from '../../audio/real-fft.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { centeredIstft, centeredStft } from '../centered-stft.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import type { DemucsHybridNetwork } from '../model-network.ts';
import { runNetwork } from '../run-network.ts';
import { segmentGrid } from '../segment-grid.ts';

/** The transform of every Hybrid Transformer Demucs. */
const SHAPE = { size: 4_096, hop: 1_024 };
const BINS = SHAPE.size / 2;
/** What Demucs puts before and after the sound: half of what frames overlap, and two frames that it drops. */
const PAD = (SHAPE.hop / 2) * 3;
const DROPPED = 2;
/** Its transform is that of PyTorch with `normalized=True`. */
const SCALE = 1 / Math.sqrt(SHAPE.size);

/**
 * Exports of Hybrid Transformer Demucs that leave the transform outside of the graph. They take the sound,
 * `[1, 2, samples]`, and its spectrum, `[1, 4, 2048, frames]`: real and imaginary part of the left channel, then of
 * the right one, a frame for each 1,024 samples begun, without the highest frequency. They give the same of each
 * stem, `[1, stems, 2, samples]` and `[1, stems, 4, 2048, frames]`; the stem is the sum of both.
 */
export function demucsHybridAdapter(
  { segment: length, overlap }: DemucsHybridNetwork,
  stems: number,
): ModelAdapter {
  const frames = Math.ceil(length / SHAPE.hop);
  const seen = BINS * frames;
  const shapes = {
    inputShapes: [
      [1, 2, length],
      [1, 4, BINS, frames],
    ],
    outputShapes: [
      [1, stems, 2, length],
      [1, stems, 4, BINS, frames],
    ],
  };
  return {
    grid: segmentGrid(length, 0, overlap),
    ...shapes,
    async separate(model, segment) {
      await loadFft();
      const sound = new Float32Array(2 * length);
      const spectrum = new Float32Array(4 * seen);
      for (const [side, channel] of segment.entries()) {
        sound.set(channel, side * length);
        const { real, imaginary } = centeredStft(padded(channel, frames), SHAPE);
        spectrum.set(withoutEnds(real, frames), 2 * side * seen);
        spectrum.set(withoutEnds(imaginary, frames), (2 * side + 1) * seen);
      }
      const [waves = sound, spectra = spectrum] = await runNetwork(model, shapes, [sound, spectrum]);
      const channelOf = (stem: number, side: number) => {
        const at = (4 * stem + 2 * side) * seen;
        const real = withEnds(spectra.subarray(at, at + seen), frames);
        const imaginary = withEnds(spectra.subarray(at + seen, at + 2 * seen), frames);
        const heard = centeredIstft({ frames: frames + 2 * DROPPED, real, imaginary }, SHAPE);
        const wave = waves.subarray((2 * stem + side) * length, (2 * stem + side + 1) * length);
        return wave.map((value, sample) => value + (heard[PAD + sample] ?? 0));
      };
      return Array.from(
        { length: stems },
        (_, stem): StereoSamples => [channelOf(stem, 0), channelOf(stem, 1)],
      );
    },
  };
}

/** A channel, mirrored at its ends, as long as its frames need. */
function padded(channel: Float32Array, frames: number): Float32Array {
  const last = channel.length - 1;
  return Float32Array.from({ length: frames * SHAPE.hop + 2 * PAD }, (_, index) => {
    const inside = Math.abs(index - PAD);
    return channel[inside > last ? 2 * last - inside : inside] ?? 0;
  });
}

/** Rows of a spectrum as the network sees them: scaled, without the frames at both ends and without the last row. */
function withoutEnds(rows: Float32Array, frames: number): Float32Array {
  const all = frames + 2 * DROPPED;
  const seen = new Float32Array(BINS * frames);
  for (let bin = 0; bin < BINS; bin++) {
    for (let frame = 0; frame < frames; frame++) {
      seen[bin * frames + frame] = SCALE * (rows[bin * all + DROPPED + frame] ?? 0);
    }
  }
  return seen;
}

function withEnds(rows: Float32Array, frames: number): Float32Array {
  const all = frames + 2 * DROPPED;
  const whole = new Float32Array((BINS + 1) * all);
  for (let bin = 0; bin < BINS; bin++) {
    for (let frame = 0; frame < frames; frame++) {
      whole[bin * all + DROPPED + frame] = (rows[bin * frames + frame] ?? 0) / SCALE;
    }
  }
  return whole;
}
