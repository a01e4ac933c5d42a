import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { level } from './level.ts';
import { scaled } from './scaled.ts';

/** A sound at another root mean square. */
export function leveled(sound: StereoSamples, wanted: number): StereoSamples {
  const found = level(sound);
  if (found === 0) throw new Error('What should be made louder is silent.');
  return scaled(sound, wanted / found);
}
