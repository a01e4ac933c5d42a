import { loadFft } from '../../audio/real-fft.ts';
import { centeredIstft, centeredStft } from '../centered-stft.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import type { MdxNetwork } from '../model-network.ts';
import { runNetwork } from '../run-network.ts';
import { segmentGrid } from '../segment-grid.ts';

/**
 * Networks of MDX-Net: they take the spectrum of both channels as `[1, 4, frequencies, frames]`, real and imaginary
 * part of the left channel, then of the right one, and give that of one stem. Half a frame at each end of a
 * segment is not kept, and frequencies that the network does not see are silent in what it gives.
 */
export function mdxAdapter(network: MdxNetwork): ModelAdapter {
  const { nfft: size, hop, dimF, dimT, zeroBins, compensate, overlap } = network;
  const shape = [1, 4, dimF, dimT];
  const shapes = { inputShapes: [shape], outputShapes: [shape] };
  const seen = dimF * dimT;
  const silenced = Math.min(zeroBins, dimF) * dimT;
  return {
    grid: segmentGrid(hop * (dimT - 1), size / 2, overlap),
    ...shapes,
    async separate(model, segment) {
      await loadFft();
      const data = new Float32Array(4 * seen);
      for (const [side, channel] of segment.entries()) {
        const { real, imaginary } = centeredStft(channel, { size, hop });
        data.set(real.subarray(silenced, seen), 2 * side * seen + silenced);
        data.set(imaginary.subarray(silenced, seen), (2 * side + 1) * seen + silenced);
      }
      const [answer = new Float32Array()] = await runNetwork(model, shapes, [data]);
      const channelAt = (side: number) => {
        const real = new Float32Array((size / 2 + 1) * dimT);
        const imaginary = new Float32Array(real.length);
        real.set(answer.subarray(2 * side * seen, (2 * side + 1) * seen));
        imaginary.set(answer.subarray((2 * side + 1) * seen, (2 * side + 2) * seen));
        const spectrum = { frames: dimT, real, imaginary };
        return centeredIstft(spectrum, { size, hop }).map((value) => value * compensate);
      };
      return [[channelAt(0), channelAt(1)]];
    },
  };
}
