import { describe, expect, it } from 'vitest';
import { CenterShare } from '../../../../shared/separators/network/center-share.ts';
import { randomNumbers } from '../../../upstream/random-numbers.ts';

const SIZE = 64;
const FRAMES = 200;

const chance = randomNumbers(5);
const noise = () => Float32Array.from({ length: SIZE * FRAMES }, () => chance() - 0.5);

/** What is left of channels, all their frames in a row, from the hundredth on. */
function weighed(left: Float32Array, right: Float32Array): readonly [Float32Array, Float32Array] {
  const share = new CenterShare(SIZE);
  const channels = [left.slice(), right.slice()] as const;
  for (let frame = 0; frame < FRAMES; frame++) {
    const part = (channel: Float32Array) => channel.subarray(frame * SIZE, (frame + 1) * SIZE);
    share.weigh([part(channels[0]), part(channels[1])]);
  }
  return [settled(channels[0]), settled(channels[1])];
}

/** Without the first frames, and without the two numbers of a frame that have no phase. */
const settled = (channel: Float32Array) => channel.filter((_, at) => at > SIZE * 100 && at % SIZE > 1);
const energy = (sound: Float32Array) => sound.reduce((sum, value) => sum + value * value, 0);
const plus = (one: Float32Array, other: Float32Array, factor = 1) =>
  one.map((value, at) => value + factor * (other[at] ?? 0));

describe('CenterShare', () => {
  const voice = noise();
  const guitar = noise();

  it('leaves alone what is in the middle', () => {
    const [left, right] = weighed(voice, voice);
    expect(energy(plus(left, settled(voice), -1))).toBeLessThan(1e-6 * energy(left));
    expect(right).toEqual(left);
  });

  it('takes out what is on one side, and what is out of phase', () => {
    for (const [left, right] of [
      weighed(guitar, noise().fill(0)),
      weighed(
        guitar,
        guitar.map((value) => -value),
      ),
    ]) {
      expect(energy(left) + energy(right)).toBeLessThan(1e-3 * energy(settled(guitar)));
    }
  });

  it('takes an instrument out of the middle by what is heard of it at a side', () => {
    const [left, right] = weighed(plus(voice, guitar, 3), plus(voice, guitar));
    const wrong = plus(plus(left, right), settled(voice), -2);
    expect(energy(wrong)).toBeLessThan(0.4 * energy(settled(guitar)) * 4 ** 2);
  });
});
