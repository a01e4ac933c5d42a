import { readFileSync } from 'node:fs';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { resample } from '../../../shared/audio/resample.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';

/** Reads a song, or a part of it in seconds, as separators want it. */
export async function benchSong(
  path: string,
  part: { readonly from: number; readonly seconds: number } = { from: 0, seconds: Number.POSITIVE_INFINITY },
): Promise<StereoSamples> {
  const { sampleRate, channels } = await decodeAudio(readFileSync(path));
  const cut = channels.map((channel) =>
    channel.subarray(part.from * sampleRate, (part.from + part.seconds) * sampleRate),
  );
  return asStereo(cut.map((channel) => resample(channel, sampleRate, SEPARATION_RATE)));
}
