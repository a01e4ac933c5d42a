import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { joinBlocks } from '../../../shared/audio/join-blocks.ts';
import { readWav } from '../../../shared/audio/read-wav.ts';
import { findSeparator } from '../../../shared/separators/registry.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { longSound } from './long-sound.ts';

const RATE = 44_100;

/**
 * How close the stems of a song that was separated in chunks come to those of the whole song, separated in one go in
 * this process: in dB, of the worst stem. The song itself went in as floats, exactly.
 *
 * @param urls of its stems, as WAV files of floats, in the order of the separator.
 */
export async function compareWithWhole(
  slug: string,
  order: { readonly minutes: number; readonly sepType: number },
  urls: readonly string[],
): Promise<number> {
  const separator = findSeparator(slug);
  if (separator === undefined || 'transcribe' in separator) throw new Error(`${slug} separates nothing.`);
  const song = asStereo(await joinBlocks(longSound(order.minutes * 60 * RATE)));
  const stems = await separator.separate(song, { sepType: order.sepType, options: {} });
  if (stems.length !== urls.length) throw new Error(`${urls.length} files of ${stems.length} stems.`);
  let worst = Number.POSITIVE_INFINITY;
  for (const [index, url] of urls.entries()) {
    const file = Buffer.from(await (await fetch(url)).arrayBuffer());
    worst = Math.min(worst, signalToDistortion(stems[index] ?? [], readWav(file).channels));
  }
  return worst;
}
