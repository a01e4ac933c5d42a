import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';

/** No divisor of a chunk, so that the seams of chunks lie at other places of the music each time. */
const PIECE_SECONDS = 37;
const PIECES = 4;
const RATE = 44_100;

const pieces: StereoSamples[] = [];

/** So many samples of stereo music at 44.1 kHz: four pieces of our own in turn, the first one being `first`. */
export async function* longSound(samples: number, first = 0): AsyncGenerator<Float32Array[]> {
  for (let start = 0, turn = first; start < samples; turn++) {
    const seed = turn % PIECES;
    pieces[seed] ??= [...synthesizeSong({ seconds: PIECE_SECONDS, sampleRate: RATE, seed }).mix];
    const [left, right] = pieces[seed];
    const end = Math.min(left.length, samples - start);
    // Copies, as from a decoder: who gets them may change them.
    yield [left.slice(0, end), right.slice(0, end)];
    start += end;
  }
}
