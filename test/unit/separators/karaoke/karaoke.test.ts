import { describe, expect, it } from 'vitest';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import type { SeparationOptions } from '../../../../shared/mvsep/catalogue/separation.ts';
import { karaoke } from '../../../../shared/separators/karaoke/karaoke.ts';
import { karaokeOffers } from '../../../../shared/separators/offers/karaoke-offers.ts';
import type { VocalSplitter } from '../../../../shared/separators/vocal-splitter.ts';
import { mixOf } from '../../../audio/mix-of.ts';
import { signalToDistortion } from '../../../audio/signal-to-distortion.ts';
import { synthesizeSinging } from '../../../audio/synthesize-singing.ts';
import { synthesizeSong } from '../../../audio/synthesize-song.ts';
import { expectSamePiece } from '../../../separators/expect-same-piece.ts';
import { halfVocals } from '../../../separators/half-vocals.ts';

const singing = (seed: number) => synthesizeSinging({ seconds: 6, seed });
const [one, two, three] = [singing(1), singing(2), singing(3)];
const half = (samples: Float32Array) => samples.map((value) => value / 2);
const lead: StereoSamples = [one, one];
const back: StereoSamples = [half(two), half(three)];
const instrumental = synthesizeSong({ seconds: 6 }).mix;
const vocals = mixOf(lead, back);
const mix = mixOf(vocals, instrumental);

/** Knows the true vocals. */
const knowing: VocalSplitter = { contextSamples: 0, split: async () => ({ vocals, instrumental }) };

async function separate(sepType: number, options: SeparationOptions): Promise<Map<string, StereoSamples>> {
  const stems = await karaoke(knowing).separate(mix, { sepType, options });
  const names = karaokeOffers.find((offer) => offer.sepType === sepType)?.stems(options) ?? [];
  expect(stems).toHaveLength(names.length);
  return new Map(stems.map((stem, index) => [names[index]?.name ?? '', stem]));
}

function found(stems: Map<string, StereoSamples>, name: string): StereoSamples {
  const stem = stems.get(name);
  if (stem === undefined) throw new Error(`There is no ${name}.`);
  return stem;
}

describe('karaoke', () => {
  it('tells lead from back vocals by their place', async () => {
    const stems = await separate(49, { add_opt2: '1' });
    expect([...stems.keys()]).toEqual(['vocals-lead', 'vocals-back', 'instrum-only', 'back-instrum']);
    expect(signalToDistortion(lead, found(stems, 'vocals-lead'))).toBeGreaterThan(11);
    expect(signalToDistortion(back, found(stems, 'vocals-back'))).toBeGreaterThan(5);
    expect(signalToDistortion(instrumental, found(stems, 'instrum-only'))).toBeGreaterThan(60);
  });

  it('gives stems that add up to the mix, and the sums that it promises', async () => {
    const stems = await separate(49, { add_opt2: '1' });
    const rest = mixOf(found(stems, 'vocals-back'), found(stems, 'instrum-only'));
    expect(signalToDistortion(rest, found(stems, 'back-instrum'))).toBeGreaterThan(90);
    expect(signalToDistortion(mix, mixOf(found(stems, 'vocals-lead'), rest))).toBeGreaterThan(90);
  });

  it('gives two stems when the song is used as it is, led by the channels of the mix', async () => {
    const [asIs, first] = [await separate(49, { add_opt2: '0' }), await separate(49, { add_opt2: '1' })];
    expect([...asIs.keys()]).toEqual(['vocals-lead', 'back-instrum']);
    expect(signalToDistortion(mix, mixOf(...asIs.values()))).toBeGreaterThan(90);
    expect(found(asIs, 'vocals-lead')).not.toEqual(found(first, 'vocals-lead'));
  });

  it.each(['0', '1'])('gives type 12 its two stems, model %s', async (add_opt1) => {
    const stems = await separate(12, { add_opt1 });
    expect([...stems.keys()]).toEqual(['vocalslead', 'instrum']);
    expect(signalToDistortion(mix, mixOf(...stems.values()))).toBeGreaterThan(90);
  });

  it('takes all vocals of a mono song for lead', async () => {
    const order = { sepType: 49, options: { add_opt2: '1' } };
    const [leading = mix, behind = mix] = await karaoke(halfVocals).separate([one, one], order);
    expect(signalToDistortion([half(one)], [leading[0]])).toBeGreaterThan(80);
    expect(behind[0].every((value) => Math.abs(value) < 1e-4)).toBe(true);
  });

  it('separates a piece with its context as it separates the whole', async () => {
    await expectSamePiece(karaoke(halfVocals), mix, { sepType: 49, options: { add_opt2: '1' } });
  });

  it('knows no other types', async () => {
    await expect(karaoke(halfVocals).separate(mix, { sepType: 40, options: {} })).rejects.toThrow('type 40');
  });
});
