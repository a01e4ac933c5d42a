import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { planChunks } from '../../../shared/engine/chunk-plan.ts';
import type { Separator } from '../../../shared/separators/separator.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import type { MeasuredRow } from './measure.ts';

const FOUR_STEMS = 20;

/** Short chunks, whose starts lie anywhere on the grid: many seams in little time. */
const CHUNK_SAMPLES = 4096 * 61;

/** A row of how close the stems of chunks come to those of the whole song, at the worst stem of the worst chunk. */
export async function chunkSeams(separator: Separator, song: StereoSamples): Promise<MeasuredRow> {
  const order = { sepType: FOUR_STEMS, options: {} };
  const whole = await separator.separate(song, order);
  const samples = song[0].length;
  const { contextSamples } = separator;
  let worst = Number.POSITIVE_INFINITY;
  for (const chunk of planChunks({ samples, chunkSamples: CHUNK_SAMPLES, contextSamples })) {
    const cut = (channel: 0 | 1) => song[channel].slice(chunk.readStart, chunk.readEnd);
    const place = { start: chunk.readStart, songSamples: samples };
    const stems = await separator.separate([cut(0), cut(1)], { ...order, place });
    for (const [index, stem] of whole.entries()) {
      const truth = stem.map((channel) => channel.subarray(chunk.coreStart, chunk.keepEnd));
      const found = (stems[index] ?? stem).map((channel) =>
        channel.subarray(chunk.coreStart - chunk.readStart, chunk.keepEnd - chunk.readStart),
      );
      worst = Math.min(worst, signalToDistortion(truth, found));
    }
  }
  return { what: 'chunks against the whole, worst stem', value: worst, unit: 'dB', bar: { atLeast: 60 } };
}
