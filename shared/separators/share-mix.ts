import type { StereoSamples } from '../audio/stereo-samples.ts';

/**
 * Takes a mix apart into stems, as they were estimated, and the rest, which comes last: all together add up to the
 * mix. The estimates become the stems, changed in place where need be: a song is large.
 *
 * Where the mix stays within full scale, so does each of them. Where an estimate or the rest overshoots, as happens
 * on loud and clipped songs, it is cut there, and the others take over what that leaves, each by the room that it
 * has; otherwise 16 bit files clip each stem on its own and no longer add up. Where the mix itself exceeds full
 * scale, as floats may, nothing is moved. No sample depends on another, so chunks still equal the whole.
 */
export function shareMix(mix: StereoSamples, estimates: readonly StereoSamples[]): StereoSamples[] {
  const isMono = mix[1] === mix[0] && estimates.every((estimate) => estimate[1] === estimate[0]);
  // An estimate in the middle comes as one array for both channels. What is moved in one of them is not in the other.
  const rights = isMono ? [] : estimates.map(([left, right]) => (right === left ? right.slice() : right));
  const left = shareChannel(
    mix[0],
    estimates.map((estimate) => estimate[0]),
  );
  if (isMono) return left.map((stem) => [stem, stem]);
  const right = shareChannel(mix[1], rights);
  return left.map((stem, index) => [stem, right[index] ?? stem]);
}

function shareChannel(mix: Float32Array, estimates: readonly Float32Array[]): Float32Array[] {
  const rest = mix.slice();
  for (const estimate of estimates) {
    for (let index = 0; index < rest.length; index++)
      rest[index] = (rest[index] ?? 0) - (estimate[index] ?? 0);
  }
  const stems = [...estimates, rest];
  if (!stems.some(overshoots)) return stems;
  for (let index = 0; index < mix.length; index++) {
    const whole = mix[index] ?? 0;
    if (Math.abs(whole) <= 1 && stems.some((stem) => Math.abs(stem[index] ?? 0) > 1)) {
      moveWithin(stems, index, whole);
    }
  }
  return stems;
}

function overshoots(stem: Float32Array): boolean {
  for (let index = 0; index < stem.length; index++) if (Math.abs(stem[index] ?? 0) > 1) return true;
  return false;
}

/** Cuts all stems to full scale at one sample, and shares what is then missing out among those that have room. */
function moveWithin(stems: readonly Float32Array[], index: number, whole: number): void {
  let missing = whole;
  for (const stem of stems) {
    const cut = Math.max(-1, Math.min(1, stem[index] ?? 0));
    stem[index] = cut;
    missing -= cut;
  }
  const limit = Math.sign(missing);
  const room = stems.reduce((total, stem) => total + Math.abs(limit - (stem[index] ?? 0)), 0);
  if (room === 0) return;
  for (const stem of stems) {
    const value = stem[index] ?? 0;
    stem[index] = value + (missing * Math.abs(limit - value)) / room;
  }
}
