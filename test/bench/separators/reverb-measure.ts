import { loadFft } from '../../../shared/audio/real-fft.ts';
import { removeReverb } from '../../../shared/separators/reverb/remove-reverb.ts';
import { inRoom } from '../../audio/room.ts';
import { scaleInvariantDistortion } from '../../audio/scale-invariant-distortion.ts';
import { type BenchTrack, benchTracks } from './bench-tracks.ts';
import type { Measure, MeasuredRow } from './measure.ts';

/** Seconds in which the echoes of a room fade by 60 dB. */
const ROOMS = [0.5, 1] as const;

/** Voices in rooms: by how much they come closer to what was heard within the first 50 ms, and what dry ones lose. */
export const reverbMeasure: Measure = {
  name: 'reverb',
  async run() {
    await loadFft();
    const rows: MeasuredRow[] = [];
    for (const track of await benchTracks()) {
      if (track.kind === 'music') continue;
      for (const fadeSeconds of ROOMS) rows.push(await gainIn(track, fadeSeconds));
      rows.push(await keptOf(track));
    }
    return rows;
  },
};

async function gainIn({ name, samples }: BenchTrack, fadeSeconds: number): Promise<MeasuredRow> {
  const { heard, early } = inRoom(samples, fadeSeconds);
  const [[dry]] = await removeReverb([heard, heard]);
  const [before, after] = [heard, dry].map((sound) => scaleInvariantDistortion(early, sound));
  const value = (after ?? 0) - (before ?? 0);
  const detail = `${before?.toFixed(1)} to ${after?.toFixed(1)}`;
  return {
    what: `${name}, fading in ${fadeSeconds} s, gain`,
    value,
    unit: 'dB',
    bar: { atLeast: 0.1 },
    detail,
  };
}

async function keptOf({ name, samples }: BenchTrack): Promise<MeasuredRow> {
  const [[dry]] = await removeReverb([samples, samples]);
  const value = scaleInvariantDistortion(samples, dry);
  return { what: `${name}, dry, against itself`, value, unit: 'dB' };
}
