import { describe, expect, it } from 'vitest';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { kitSeparator } from '../../../../shared/separators/network/kit/kit-separator.ts';
import type { SeparationOrder } from '../../../../shared/separators/separator.ts';
import { signalToDistortion } from '../../../audio/signal-to-distortion.ts';
import { sine } from '../../../audio/sine.ts';
import { synthesizeSong } from '../../../audio/synthesize-song.ts';
import { kitCard, kitNetwork } from '../../../separators/kit-network.ts';
import { placeCard, placeNetwork } from '../../../separators/place-network.ts';

const LENGTH = 2 * 44_100;
const silence = new Float32Array(LENGTH);
const kit = { card: kitCard, load: kitNetwork };
const fromDrums = kitSeparator(kit);
const fromMix = kitSeparator(kit, { card: placeCard, load: placeNetwork });

const beeps = (hertz: number, gain = 0.12) =>
  sine(LENGTH, hertz, 44_100, gain).map((value, index) => value * Math.sin((Math.PI * index) / 30_000) ** 2);
const middle = (hertz: number): StereoSamples => [beeps(hertz), beeps(hertz)];

const kick: StereoSamples = [beeps(100), silence];
const snare: StereoSamples = [silence, beeps(900)];
const toms = middle(300);
const hihat = middle(1000);
const ride = middle(1800);
const crash = middle(6000);
const kitMix = sum([kick, snare, toms, hihat, ride, crash]);

function sum(parts: readonly StereoSamples[]): StereoSamples {
  const add = (channel: 0 | 1) =>
    Float32Array.from(parts[0]?.[channel] ?? [], (_, index) =>
      parts.reduce((total, part) => total + (part[channel][index] ?? 0), 0),
    );
  return [add(0), add(1)];
}

async function expectStems(
  order: SeparationOrder,
  truths: readonly StereoSamples[],
  separator = fromDrums,
  mix = kitMix,
) {
  const stems = await separator.separate(mix, order);
  expect(stems).toHaveLength(truths.length);
  for (const [index, truth] of truths.entries()) {
    expect(signalToDistortion(truth, stems[index] ?? mix), `stem ${index}`).toBeGreaterThan(20);
  }
  return stems;
}

describe('kitSeparator', () => {
  it.each([
    ['four stems', '4', [kick, snare, toms, sum([hihat, ride, crash])]],
    ['five stems', '2', [kick, snare, toms, hihat, sum([ride, crash])]],
    ['six stems', '7', [kick, snare, toms, ride, hihat, crash]],
    ['eight stems', '5', [kick, snare, toms, sum([ride, crash]), ride, hihat, crash]],
  ])('finds %s in the order of the plan', async (_, add_opt1, truths) => {
    await expectStems({ sepType: 37, options: { add_opt1, add_opt2: '1' } }, truths);
  });

  it('finds the five stems of type 38', async () => {
    await expectStems({ sepType: 38, options: { add_opt1: '1' } }, [
      kick,
      snare,
      toms,
      hihat,
      sum([ride, crash]),
    ]);
  });

  it('gives stems that add up to the drums, within full scale where they are', async () => {
    const song = synthesizeSong({ seconds: 2, seed: 8 }).mix;
    const clip = (channel: 0 | 1) => song[channel].map((value) => Math.max(-1, Math.min(1, 4 * value)));
    const loud: StereoSamples = [clip(0), clip(1)];
    const stems = await fromDrums.separate(loud, { sepType: 37, options: { add_opt1: '7', add_opt2: '1' } });
    expect(signalToDistortion(loud, sum(stems))).toBeGreaterThan(110);
    for (const channel of stems.flat()) expect(channel.every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  it('takes the drums out of a song first, and gives the rest of it as well', async () => {
    // To the network of songs, drums are what comes from the left; to that of drums, a kick then.
    const others: StereoSamples = [beeps(3000), beeps(3000)];
    const song = sum([kick, others]);
    const [drums, ...stems] = await fromMix.separate(song, { sepType: 37, options: {} });
    expect(stems).toHaveLength(7);
    expect(signalToDistortion(kick, drums ?? song)).toBeGreaterThan(25);
    expect(signalToDistortion(kick, stems[0] ?? song)).toBeGreaterThan(25);
    expect(signalToDistortion(others, stems[6] ?? song)).toBeGreaterThan(25);
    expect(signalToDistortion(song, sum(stems))).toBeGreaterThan(110);
    const [whole, rest, ...parts] = await fromMix.separate(song, { sepType: 38, options: {} });
    expect(parts).toHaveLength(5);
    expect(signalToDistortion(drums ?? song, whole ?? song)).toBeGreaterThan(110);
    expect(rest).toEqual(stems[6]);
  });

  it('separates a chunk of a song as the whole song', async () => {
    const { mix: song } = synthesizeSong({ seconds: 5, seed: 9 });
    const order = { sepType: 37, options: {} };
    const context = Math.ceil(fromMix.contextSamples / 4096) * 4096;
    expect(fromMix.contextSamples).toBe(2 * fromDrums.contextSamples);
    const [start, end] = [25 * 4096, 31 * 4096];
    const from = Math.max(0, start - context);
    const cut = (channel: 0 | 1) => song[channel].slice(from, end + context);
    const whole = await fromMix.separate(song, order);
    const place = { start: from, songSamples: song[0].length };
    const pieces = await fromMix.separate([cut(0), cut(1)], { ...order, place });
    for (const [index, piece] of pieces.entries()) {
      const truth = (whole[index] ?? song).map((channel) => channel.subarray(start, end));
      const found = piece.map((channel) => channel.subarray(start - from, end - from));
      expect(signalToDistortion(truth, found)).toBeGreaterThan(100);
    }
  });

  it('refuses a type that it has no plan for', async () => {
    await expect(fromDrums.separate(kitMix, { sepType: 44, options: {} })).rejects.toThrow('no plan');
  });
});
