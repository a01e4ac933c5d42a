import { beforeAll, describe, expect, it } from 'vitest';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { networkSeparator } from '../../../../shared/separators/network/network-separator.ts';
import { NETWORK_SLUGS } from '../../../../shared/separators/network/network-slugs.ts';
import type { SeparationOrder } from '../../../../shared/separators/separator.ts';
import { signalToDistortion } from '../../../audio/signal-to-distortion.ts';
import { sine } from '../../../audio/sine.ts';
import { synthesizeSong } from '../../../audio/synthesize-song.ts';
import { placeCard, placeNetwork } from '../../../separators/place-network.ts';

const LENGTH = 3 * 44_100;
const silence = new Float32Array(LENGTH);
const once = networkSeparator(placeCard, placeNetwork, NETWORK_SLUGS.fromMix);
const twice = networkSeparator(placeCard, placeNetwork, NETWORK_SLUGS.fromInstrumental);

/** A sound that begins and ends, so that its place in time is seen as well. */
const beeps = (hertz: number, gain = 0.2) =>
  sine(LENGTH, hertz, 44_100, gain).map((value, index) => value * Math.sin((Math.PI * index) / 30_000) ** 2);

/** What the network takes for its four sources. */
const drums: StereoSamples = [beeps(300), silence];
const bass: StereoSamples = [silence, beeps(9000)];
const vocals: StereoSamples = [beeps(1000), beeps(1000)];
const other: StereoSamples = [beeps(3000), beeps(3000, -0.2)];
const mix = sum([drums, bass, vocals, other]);

function sum(parts: readonly StereoSamples[]): StereoSamples {
  const add = (channel: 0 | 1) => {
    const total = new Float32Array(parts[0]?.[0].length ?? 0);
    for (const part of parts)
      part[channel].forEach((value, index) => {
        total[index] = (total[index] ?? 0) + value;
      });
    return total;
  };
  return [add(0), add(1)];
}

const energy = (stem: StereoSamples | undefined) =>
  stem
    ?.flat()
    .reduce((all, channel) => all + channel.reduce((total, value) => total + value * value, 0), 0) ??
  Number.NaN;

async function separate(sepType: number, options: SeparationOrder['options'] = {}, sound = mix) {
  return once.separate(sound, { sepType, options });
}

describe('networkSeparator', () => {
  beforeAll(async () => {
    await placeNetwork();
  });

  it.each([
    ['four stems', 20, [vocals, drums, bass, other]],
    ['vocals and the rest', 40, [vocals, sum([drums, bass, other])]],
    ['five stems, one of them a sum', 28, [vocals, sum([drums, bass, other]), bass, drums, other]],
    ['drums and the rest', 44, [drums, sum([bass, vocals, other])]],
    ['bass and the rest', 41, [bass, sum([drums, vocals, other])]],
    ['speech and the rest', 36, [vocals, sum([drums, bass, other])]],
  ])('finds %s in the order of the plan, where and when they sound', async (_, type, truths) => {
    const stems = await separate(type);
    expect(stems).toHaveLength(truths.length);
    for (const [index, truth] of truths.entries()) {
      expect(signalToDistortion(truth, stems[index] ?? mix)).toBeGreaterThan(25);
    }
  });

  it('takes for speech nothing that is lower than any voice', async () => {
    const rumble: StereoSamples = [beeps(50), beeps(50)];
    const [voice, speech] = [(await separate(40, {}, rumble))[0], (await separate(36, {}, rumble))[0]];
    expect(energy(speech)).toBeLessThan(1e-3 * energy(rumble));
    expect(energy(voice)).toBeGreaterThan(1e-2 * energy(rumble));
  });

  it.each([20, 40, 9, 18])('gives stems of type %i that add up to the mix', async (type) => {
    const song = synthesizeSong({ seconds: 2, seed: 4 }).mix;
    expect(signalToDistortion(song, sum(await separate(type, {}, song)))).toBeGreaterThan(110);
  });

  it('keeps mono mono, whether it comes as one channel or as two alike', async () => {
    const { mix: song } = synthesizeSong({ seconds: 2, seed: 5 });
    const one = await separate(20, {}, [song[0], song[0]]);
    const two = await separate(20, {}, [song[0], song[0].slice()]);
    for (const [index, [left, right]] of two.entries()) {
      expect(right).toEqual(left);
      expect(one[index]?.[0]).toEqual(left);
      expect(one[index]?.[1]).toBe(one[index]?.[0]);
    }
  });

  it('keeps every stem of a clipped mix within full scale', async () => {
    const clip = (channel: 0 | 1) => mix[channel].map((value) => Math.max(-1, Math.min(1, 6 * value)));
    const loud: StereoSamples = [clip(0), clip(1)];
    const stems = await separate(28, {}, loud);
    for (const channel of stems.flat()) expect(channel.every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  it.each([[once], [twice]])(
    'separates a chunk anywhere on the grid as the whole song: $slug',
    async (separator) => {
      const { mix: song } = synthesizeSong({ seconds: 6, seed: 6 });
      const order = { sepType: 44, options: {} };
      const context = Math.ceil(separator.contextSamples / 4096) * 4096;
      const [whole = song] = await separator.separate(song, order);
      // None of these is where a group of frames begins, of 16384 samples.
      for (const [start, end] of [
        [25, 31],
        [29, 35],
      ].map((range) => range.map((step) => step * 4096))) {
        if (start === undefined || end === undefined) throw new Error('expected a range');
        const from = Math.max(0, start - context);
        const cut = (channel: 0 | 1) => song[channel].slice(from, end + context);
        const place = { start: from, songSamples: song[0].length };
        const [piece = song] = await separator.separate([cut(0), cut(1)], { ...order, place });
        const truth = whole.map((channel) => channel.subarray(start, end));
        const found = piece.map((channel) => channel.subarray(start - from, end - from));
        expect(signalToDistortion(truth, found)).toBeGreaterThan(100);
        // Who does not say where it lies gets other groups, and another sound.
        const [astray = song] = await separator.separate([cut(0), cut(1)], order);
        const lost = astray.map((channel) => channel.subarray(start - from, end - from));
        expect(signalToDistortion(truth, lost)).toBeLessThan(60);
      }
    },
  );

  it('takes more of the mix out of the instrumental of type 9 the more aggressive it is', async () => {
    const { mix: song } = synthesizeSong({ seconds: 2, seed: 7 });
    const left = await Promise.all(
      [{}, { add_opt2: '0.1' }, { add_opt2: '0.3' }, { add_opt2: '1.0' }].map(async (options) =>
        energy((await separate(9, options, song))[1]),
      ),
    );
    const [plain = 0, gentle = 0, byDefault = 0, strong = 0] = left;
    expect(plain).toBe(byDefault);
    expect(gentle).toBeGreaterThan(plain);
    expect(strong).toBeLessThan(plain);
  });

  it('takes as speech only what comes from between the speakers', async () => {
    const aside = sum([vocals, [beeps(1010, 0.1), silence]]);
    const [speech] = await separate(36, {}, aside);
    const [voice] = await separate(40, {}, aside);
    expect(energy(speech)).toBeLessThan(0.98 * energy(voice));
  });

  it('takes a stem from the instrumental part when it is to run twice', async () => {
    const order = { sepType: 44, options: { add_opt2: '1' } };
    const stems = await twice.separate(mix, order);
    expect(signalToDistortion(drums, stems[0] ?? mix)).toBeGreaterThan(25);
    expect(signalToDistortion(mix, sum(stems))).toBeGreaterThan(110);
    expect(twice.contextSamples).toBe(2 * once.contextSamples);
  });

  it('separates what is shorter than a frame, and silence', async () => {
    const short: StereoSamples = [beeps(300).subarray(15_000, 15_100), silence.subarray(0, 100)];
    expect(signalToDistortion(short, sum(await separate(20, {}, short)))).toBeGreaterThan(110);
    const nothing: StereoSamples = [silence, silence];
    for (const stem of await separate(20, {}, nothing)) expect(energy(stem)).toBe(0);
  });

  it('refuses a type that it has no plan for', async () => {
    await expect(separate(55)).rejects.toThrow('no plan for type 55');
  });
});
