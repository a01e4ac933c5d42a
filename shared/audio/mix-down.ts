import { UnusableAudio } from '../errors/unusable-audio.ts';

/** Half the power. */
const HALF = Math.SQRT1_2;

/**
 * What each loudspeaker gives to left and right (ITU-R BS.775, annex 4, and in its spirit where that is silent), in the order of
 * the bits of a WAVE channel mask. Low-frequency effects are left out, as the recommendation allows.
 */
const WEIGHTS: readonly (readonly [left: number, right: number])[] = [
  [1, 0], // front left
  [0, 1], // front right
  [HALF, HALF], // front center
  [0, 0], // low frequency effects
  [HALF, 0], // back left
  [0, HALF], // back right
  [1, 0], // front left of center
  [0, 1], // front right of center
  [0.5, 0.5], // back center: to both surrounds, and from there on
  [HALF, 0], // side left
  [0, HALF], // side right
  [0.5, 0.5], // top center
  [HALF, 0], // top front left
  [0.5, 0.5], // top front center
  [0, HALF], // top front right
  [HALF, 0], // top back left
  [0.5, 0.5], // top back center
  [0, HALF], // top back right
];

/** The usual loudspeakers of three to eight channels (the order of FLAC, RFC 9639, section 9.1.3), as masks. */
const USUAL_SPEAKERS = new Map([
  [3, 0x7],
  [4, 0x33],
  [5, 0x37],
  [6, 0x3f],
  [7, 0x70f],
  [8, 0x63f],
]);

/**
 * Mixes more than two channels down to left and right by ITU-R BS.775: center and surrounds at -3 dB, low-frequency
 * effects left out, nothing turned down, so that a loud song may exceed full scale. One or two channels stay.
 *
 * @param speakers which channel is which, as a WAVE channel mask; by the number of channels where it does not fit.
 * @returns a function for the blocks of the song.
 * @throws UnusableAudio when nobody can tell which channel is which.
 */
export function mixDown(
  channels: number,
  speakers: number | undefined,
): (block: readonly Float32Array[]) => Float32Array[] {
  if (channels <= 2) return (block) => [...block];
  const told = weightsOf(speakers);
  const weights = told.length === channels ? told : weightsOf(USUAL_SPEAKERS.get(channels));
  if (weights.length !== channels) {
    throw new UnusableAudio(
      `The file has ${channels} channels, and does not say which is which. Mix it down to stereo or mono.`,
    );
  }
  return (block) =>
    [0, 1].map((side) =>
      mixed(
        block,
        weights.map((pair) => pair[side] ?? 0),
      ),
    );
}

function weightsOf(speakers = 0): (readonly [number, number])[] {
  return WEIGHTS.filter((_, bit) => ((speakers >>> bit) & 1) === 1);
}

function mixed(block: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = new Float32Array(block[0]?.length ?? 0);
  block.forEach((channel, position) => {
    const weight = weights[position] ?? 0;
    if (weight === 0) return;
    for (let index = 0; index < sum.length; index++)
      sum[index] = (sum[index] ?? 0) + weight * (channel[index] ?? 0);
  });
  return sum;
}
