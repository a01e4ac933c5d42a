import { describe, expect, it } from 'vitest';
import { createQuote } from '../../../../functions/api/create-quote/create-quote.ts';
import { createQuote as operation } from '../../../../shared/api/operations/create-quote.ts';
import { type Caller, ownerName } from '../../../../shared/callers/caller.ts';
import type { CreditLimits } from '../../../../shared/jobs/budget.ts';
import { chooseNothing } from '../../shared/jobs/choose-nothing.ts';
import { START } from '../../shared/jobs/sample-job.ts';
import { flac } from '../pipeline/inspect-audio/sample-audio.ts';
import { BUCKET, UPSTREAM, useInspection } from '../pipeline/inspect-audio/use-inspection.ts';

const world = useInspection();
const ADA: Caller = { keyId: 'a', owner: ownerName.parse('ada'), scope: 'read', sees: 'own' };
const RATE = 48_000;

function quote(body: unknown, limits: CreditLimits = {}) {
  const deps = {
    ...{ ...world.deps(), bucket: BUCKET, upstream: UPSTREAM, limits },
    defaults: { separationType: 44, options: {}, outputFormat: 1 },
    chooseBestIn: () => chooseNothing,
  };
  return createQuote(deps, { caller: ADA, body: operation.body.parse(body) });
}

describe('a quote', () => {
  it.each([1, 59.9, 60, 119.99, 120, 3_599])(
    'of %d seconds is what a job of the song is quoted',
    async (seconds) => {
      const song = flac(Math.round(seconds * RATE), RATE);
      const key = `incoming/ada/1/${seconds}.flac`;
      const job = await world.submit(song, { 'sep-type': '40', 'add-opt1': '29' }, key);
      const separation = { type: 40, options: { add_opt1: '29' } };
      const [byKey, bySeconds] = [await quote({ key, separation }), await quote({ seconds, separation })];
      const inspected = await world.inspect(job);
      expect(byKey.credits).toBe(inspected.job.credits?.quoted);
      expect({ ...bySeconds, seconds: 0, month: 0 }).toEqual({ ...byKey, seconds: 0, month: 0 });
      expect(byKey.seconds).toBeCloseTo(seconds, 3);
    },
  );

  it('says what a job would wait for, and what is left of the month', async () => {
    const four = { seconds: 240, separation: { type: 44 } };
    const month = START.toISOString().slice(0, 7);
    const { reserved, charged } = (await quote(four)).month;
    const spent = reserved + charged;
    expect(await quote(four)).toMatchObject({ credits: 4, month: { month }, unknown: [] });
    expect((await quote(four)).waitsFor).toBeUndefined();
    expect((await quote(four, { perMonth: spent + 4, perJob: 4 })).waitsFor).toBeUndefined();
    expect(await quote(four, { perMonth: spent + 3 })).toMatchObject({
      waitsFor: 'month',
      month: { left: 3 },
    });
    expect(await quote(four, { perMonth: spent + 3, perJob: 3 })).toMatchObject({
      waitsFor: 'job',
      jobLimit: 3,
    });
    expect(await quote(four, { perMonth: 1 })).toMatchObject({ month: { left: Math.max(0, 1 - spent) } });
  });

  it('is refused for what cannot be a job, with the place of what is wrong', async () => {
    await world.submit(Buffer.from('no audio'), {}, 'incoming/ada/2/text.wav');
    await world.submit(flac(RATE), {}, 'incoming/bob/1/song.flac');
    const wrong = [
      [{ key: 'incoming/ada/2/text.wav' }, '/key'],
      [{ key: 'incoming/ada/none.wav' }, '/key'],
      [{ key: 'incoming/bob/1/song.flac' }, '/key'],
      [{ key: 'uploads/live/song.wav' }, '/key'],
      [{ seconds: 1, recipe: 'vocal' }, '/recipe'],
      [{ seconds: 1, recipe: { separations: [{ type: 'nothing' }] } }, '/recipe/separations/0/type'],
      [{ seconds: 1, separation: { type: 68 } }, '/separation/type'],
    ] as const;
    for (const [body, pointer] of wrong) {
      await expect(quote(body)).rejects.toMatchObject({ kind: 'impossible', errors: [{ pointer }] });
    }
  });
});
