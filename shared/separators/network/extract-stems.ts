import { loadFft } from '../../audio/real-fft.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../separator.ts';
import { shareMix } from '../share-mix.ts';
import { bandFeatures } from './band-features.ts';
import { bandLayout } from './band-layout.ts';
import type { Extraction } from './extraction.ts';
import { type MaskNetwork, maskBlocks } from './mask-network.ts';
import { MaskedFrames } from './masked-frames.ts';
import { stemRows } from './stem-rows.ts';

/**
 * Takes stems out of a mix by the masks of a network, and answers them with the rest behind them; all add up to the
 * mix. What is mono stays so.
 *
 * @param start where the mix begins in its song, a multiple of the network's hop: the network's groups of frames lie
 *   where they lie in the whole song.
 */
export async function extractStems(
  network: MaskNetwork,
  mix: StereoSamples,
  extraction: Extraction,
  start = 0,
): Promise<StereoSamples[]> {
  await loadFft();
  const { size, hop, group, sources } = network.card;
  const layout = bandLayout(network.card);
  const lead = Math.floor(start / hop) % group;
  const features = bandFeatures(mix, network.card, layout, lead);
  const { centered = false, lowestHertz = 0, stems } = extraction;
  // The lowest bands are bins.
  const lowestBand = Math.ceil((lowestHertz * size) / SEPARATION_RATE);
  const frames = new MaskedFrames(mix, stems.length, { size, layout, centered });
  for await (const block of maskBlocks(network, features)) {
    const rowsOf = (frame: number) =>
      stemRows(block, frame, extraction, { sources, isMono: features.mono[frame] ?? true, lowestBand });
    let rows = rowsOf(block.first);
    // Half a step before the first frame there is no other to lie between.
    if (block.first === 0 && lead === 0) frames.add(-1, rows, rows);
    for (let frame = block.first; frame < block.end; frame++) {
      const next = rowsOf(frame + 1);
      const number = 2 * (frame - lead);
      if (number >= 0 && number <= frames.last) frames.add(number, rows, rows);
      if (number >= -2 && number < frames.last) frames.add(number + 1, rows, next);
      rows = next;
    }
  }
  return shareMix(mix, frames.stems);
}
