import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { mixOf } from '../../../audio/mix-of.ts';
import { wavFile } from '../../../audio/wav-file.ts';
import { scaled } from './scaled.ts';

/** A test mix: its stems by name. */
export type MixStems = Readonly<Record<string, StereoSamples>>;

const PEAK = 0.89;

/** Writes the stems and what they add up to, all scaled alike so that the mix has room above it. */
export function saveMix(folder: string, stems: MixStems): void {
  const mixture = mixOf(...Object.values(stems));
  let peak = 0;
  for (const channel of mixture) for (const value of channel) peak = Math.max(peak, Math.abs(value));
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  for (const [name, sound] of Object.entries({ mixture, ...stems })) {
    const wav = wavFile(scaled(sound, PEAK / peak), SEPARATION_RATE, 'float32');
    writeFileSync(join(unfinished, `${name}.wav`), wav);
  }
  renameSync(unfinished, folder);
}
