import type { StereoSamples } from '../../audio/stereo-samples.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import type { WaveformNetwork } from '../model-network.ts';
import { runNetwork } from '../run-network.ts';
import { segmentGrid } from '../segment-grid.ts';

/** Keeps the quotient of two silences finite. */
const TINY = 1e-8;

/**
 * Networks that take sound, `[1, 2, samples]`, and give sound, `[1, stems, 2, samples]`, as exports of Demucs do.
 *
 * Demucs brings a whole song to mean 0 and deviation 1; here every segment is, because a chunk knows no more. The
 * networks do the same once more inside, so that it makes no difference but in the floats.
 */
export function waveformAdapter(
  { segment: length, overlap, normalize }: WaveformNetwork,
  stems: number,
): ModelAdapter {
  const shapes = { inputShapes: [[1, 2, length]], outputShapes: [[1, stems, 2, length]] };
  return {
    grid: segmentGrid(length, 0, overlap),
    ...shapes,
    async separate(model, segment) {
      const { mean, deviation } = normalize === 'demucs' ? statistics(segment) : { mean: 0, deviation: 1 };
      const data = new Float32Array(2 * length);
      for (const [side, channel] of segment.entries()) {
        data.set(
          channel.map((value) => (value - mean) / deviation),
          side * length,
        );
      }
      const [answer = new Float32Array()] = await runNetwork(model, shapes, [data]);
      const channelAt = (index: number) =>
        answer
          .subarray(index * length, (index + 1) * length)
          .map((value) => value * deviation + mean / stems);
      return Array.from(
        { length: stems },
        (_, stem): StereoSamples => [channelAt(2 * stem), channelAt(2 * stem + 1)],
      );
    },
  };
}

/** Mean and standard deviation of the mean of both channels. */
function statistics([left, right]: StereoSamples): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const [index, value] of left.entries()) {
    const middle = (value + (right[index] ?? 0)) / 2;
    sum += middle;
    squares += middle * middle;
  }
  const mean = sum / left.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / left.length - mean * mean)) + TINY };
}
