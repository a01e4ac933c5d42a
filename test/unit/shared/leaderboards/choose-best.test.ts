import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEST_STEMS, findBestStem } from '../../../../shared/leaderboards/best-stems.ts';
import type { BoardEntry } from '../../../../shared/leaderboards/board-entry.ts';
import { findCallable } from '../../../../shared/leaderboards/callable-algorithm.ts';
import { type Choosing, chooseAmong, chooseBest } from '../../../../shared/leaderboards/choose-best.ts';
import { judgeCallable } from '../../../../shared/leaderboards/judge-entry.ts';
import { KNOWN_ALGORITHMS } from '../../../../shared/leaderboards/known-algorithms.ts';
import { labelledContenders } from '../../../../shared/leaderboards/labelled-contenders.ts';
import { NO_NAMES } from '../../../../shared/leaderboards/leaderboard-names.ts';
import { sdrOf } from '../../../../shared/leaderboards/sdr-of.ts';
import { creditsPerMinute } from '../../../../shared/mvsep/catalogue/credits-per-minute.ts';
import { CATALOGUE, findSeparationType } from '../../../../shared/mvsep/catalogue/separation-type.ts';
import { validateSeparation } from '../../../../shared/mvsep/catalogue/validate-separation.ts';

const READ_AT = '2026-11-22T03:00:00.000Z';

function entry(
  id: number,
  algorithm: string,
  sdr: Record<string, number>,
  more: Partial<BoardEntry> = {},
): BoardEntry {
  return { id, datasetType: 1, algorithm, isEnsemble: false, sdr, readAt: READ_AT, runId: 'run', ...more };
}

function choosing(stem: string, more: Partial<Choosing> & { readonly ceiling?: number } = {}): Choosing {
  const { ceiling, ...rest } = more;
  return {
    stem: findBestStem(stem) ?? expect.fail(),
    wish: { stem, ...(ceiling === undefined ? {} : { maxCreditsPerMinute: ceiling }) },
    taken: [],
    own: NO_NAMES,
    catalogue: CATALOGUE,
    premium: false,
    ...rest,
  };
}

const BOARD = [
  entry(1, 'A secret model', { vocals: 13, instrum: 19 }),
  entry(2, 'MVSep Ensemble 11.93', { vocals: 12.6, instrum: 18.9 }, { isEnsemble: true }),
  entry(3, 'BS Roformer 124 bands (MVSep, 2026-07-10)', { vocals: 12.33, instrum: 18.64 }),
  entry(4, 'BS PolarFormer 124 bands', { vocals: 12.02, instrum: 18.3 }),
  entry(5, 'BS Roformer SW', { vocals: 11.3, instrum: 17.5, drums: 14.11, bass: 14.62, other: 8.71 }),
  entry(6, 'htdemucs_ft', { vocals: 8.4, drums: 10, bass: 12, other: 6 }),
  entry(7, 'MVSep Drums SCNet XL', { drums: 13.42, other: 9.9 }),
];

describe('the best separation of a stem', () => {
  it('is the best on its board that can be called, and says what was better and why it was not called', () => {
    const { separationType, options, choice, stems } = chooseBest(choosing('vocals'), BOARD);
    expect({ separationType, options }).toEqual({ separationType: 40, options: { add_opt1: '171' } });
    expect([...stems]).toEqual([['vocals', 'vocals']]);
    expect(choice).toEqual({
      wish: 'best:vocals',
      datasetType: 1,
      stem: 'vocals',
      entryId: 3,
      boardReadAt: READ_AT,
      algorithm: 'BS Roformer 124 bands (MVSep, 2026-07-10)',
      sdr: 12.33,
      creditsPerMinute: 1,
      because:
        '"BS Roformer 124 bands (MVSep, 2026-07-10)" has the best SDR that can be called, 12.33 dB for vocals on the ' +
        'leaderboard Multisong. It runs as "BS Roformer (vocals, instrumental)" (40, add_opt1 171) at 1 credit a ' +
        'minute. Better, but not called: "A secret model" (13.00 dB, not in the list of names), "MVSep Ensemble ' +
        '11.93" (12.60 dB, premium only).',
    });
  });

  it('may be one for premium accounts alone, when the account is one, under the ceiling', () => {
    const premium = choosing('vocals', { premium: true });
    expect(chooseBest(premium, BOARD).separationType).toBe(26);
    const { separationType, choice } = chooseBest(choosing('vocals', { premium: true, ceiling: 1.5 }), BOARD);
    expect(separationType).toBe(40);
    expect(choice.maxCreditsPerMinute).toBe(1.5);
    expect(choice.because).toContain('"MVSep Ensemble 11.93" (12.60 dB, 2 credits a minute)');
  });

  it('gives the stem that is meant: the rest of the voice is no "other", and drums alone have none', () => {
    expect(chooseBest(choosing('other'), BOARD)).toMatchObject({ separationType: 63 });
    expect(chooseBest(choosing('drums'), BOARD)).toMatchObject({ separationType: 63, options: {} });
    const { separationType, stems } = chooseBest(choosing('instrumental', { taken: ['vocals'] }), BOARD);
    expect(separationType).toBe(40);
    expect(Object.fromEntries(stems)).toEqual({ instrumental: 'other', vocals: 'vocals' });
  });

  it('of two with the same SDR is the cheaper one, then the one with the lower id', () => {
    const same = (id: number, name: string, isEnsemble = false) =>
      entry(id, name, { vocals: 12 }, { isEnsemble });
    const board = [same(9, 'MVSep Ensemble 11.93', true), same(8, 'SCNet XL'), same(7, 'SCNet XL IHF')];
    const { choice } = chooseBest(choosing('vocals', { premium: true }), board);
    expect(choice.entryId).toBe(7);
  });

  it('counts no failed figures', () => {
    const board = [
      entry(1, 'SCNet XL', { vocals: -1000 }),
      entry(2, 'SCNet XL IHF', { vocals: -3 }),
      entry(3, 'SCNet', { vocals: 0 }),
    ];
    expect(chooseBest(choosing('vocals'), board).choice.entryId).toBe(2);
  });

  it('is what the service runs today, at today’s price', () => {
    const types = CATALOGUE.types.map((type) => ({
      ...type,
      active: type.id !== 40,
      creditsPerMinute: type.id === 123 ? 7 : type.creditsPerMinute,
    }));
    const catalogue = { ...CATALOGUE, types };
    expect(chooseBest(choosing('vocals', { catalogue }), BOARD).choice).toMatchObject({
      entryId: 4,
      creditsPerMinute: 7,
    });
    const { choice } = chooseBest(choosing('vocals', { catalogue, ceiling: 2 }), BOARD);
    expect(choice.entryId).toBe(5);
    expect(choice.because).toContain('(12.33 dB, the service does not run it)');
  });

  it('is refused with what to do when nothing can be called', () => {
    const board = [entry(1, 'A\nsecret   model', { vocals: 13 }), entry(2, 'SCNet XL', { vocals: 11 })];
    const choose = () => chooseBest(choosing('vocals', { ceiling: 0.5 }), board);
    expect(choose).toThrow(
      '"best:vocals" cannot be followed. Of 2 on the leaderboard Multisong none can be called for at most 0.5',
    );
    expect(choose).toThrow(
      '"A secret model" (13.00 dB, not in the list of names), "SCNet XL" (11.00 dB, 1 credit a minute)',
    );
    expect(choose).toThrow(/Nothing was charged: name a type instead, .*leaderboard-names\.json/);
  });

  it.each([
    ['vocals', 40, '171', '12.33 dB'],
    ['instrumental', 40, '171', '18.64 dB'],
    ['drums', 44, '6', '14.35 dB'],
    ['bass', 41, '5', '14.87 dB'],
    ['piano', 29, '5', '7.83 dB'],
    ['guitar', 31, '7', '9.05 dB'],
    ['lead-vocals', 49, '6', '10.41 dB'],
  ])(
    'of %s comes from the labels of the catalogue before any board was read, and says so',
    (stem, type, option, figure) => {
      const { separationType, options, choice } = chooseAmong(
        choosing(stem),
        labelledContenders(findBestStem(stem) ?? expect.fail()),
      );
      expect([separationType, options.add_opt1]).toEqual([type, option]);
      expect(choice.because).toContain('No leaderboard was read yet. By the labels of the catalogue');
      expect(choice.because).toContain(figure);
      expect(choice).not.toHaveProperty('entryId');
    },
  );

  it('of a stem that neither a board nor a label tells is refused', () => {
    const other = findBestStem('other') ?? expect.fail();
    expect(() => chooseAmong(choosing('other'), labelledContenders(other))).toThrow(
      'No leaderboard compares other yet',
    );
  });
});

const name = fc.oneof(
  fc.constantFrom(...KNOWN_ALGORITHMS.flatMap(({ names }) => names)),
  fc.string({ maxLength: 30 }),
  fc.constantFrom('BS Roformer', 'Secret model', 'MVSep Ensemble'),
);
const figure = fc.oneof(fc.double({ min: -5, max: 20, noNaN: true }), fc.constantFrom(0, -1000, 11, 12));

describe('on any board', () => {
  it('is callable, under the ceiling, gives every stem that is taken, and none that is so is better', () => {
    const board = fc.array(
      fc.record({
        algorithm: name,
        isEnsemble: fc.boolean(),
        sdr: fc.record(
          {
            vocals: figure,
            instrum: figure,
            drums: figure,
            bass: figure,
            other: figure,
            piano: figure,
            guitar: figure,
          },
          { requiredKeys: [] },
        ),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(
        board,
        fc.constantFrom(...BEST_STEMS),
        fc.option(fc.constantFrom(0.5, 1, 1.5, 2, 4, 6), { nil: undefined }),
        fc.boolean(),
        fc.boolean(),
        (written, stem, ceiling, premium, takes) => {
          const taken = takes && stem.beside !== undefined ? [stem.beside] : [];
          const circumstances = choosing(stem.name, {
            premium,
            taken,
            ...(ceiling === undefined ? {} : { ceiling }),
          });
          const entries = written.map(({ algorithm, isEnsemble, sdr }, index) =>
            entry(index + 1, algorithm, JSON.parse(JSON.stringify(sdr)), {
              isEnsemble,
              datasetType: stem.datasetType,
            }),
          );
          const allowed = entries.flatMap((one) => {
            const callable = findCallable(one);
            const sdr = sdrOf(one, stem);
            if (callable === undefined || sdr === undefined) return [];
            const judged = judgeCallable(callable, circumstances.wish, taken, circumstances);
            return 'why' in judged ? [] : [{ id: one.id, sdr, price: judged.creditsPerMinute }];
          });
          if (allowed.length === 0) {
            expect(() => chooseBest(circumstances, entries)).toThrow(/cannot be followed/);
            return;
          }
          const { separationType, options, choice, stems } = chooseBest(circumstances, entries);
          const type = findSeparationType(separationType) ?? expect.fail();
          expect(validateSeparation({ separationType, options, outputFormat: 1 }).options).toEqual(options);
          expect(creditsPerMinute(type, options)).toBeLessThanOrEqual(ceiling ?? Number.POSITIVE_INFINITY);
          if (!premium) expect(type.access).not.toBe('premium');
          expect([...stems.keys()].sort()).toEqual([...new Set([stem.name, ...taken])].sort());
          const best = allowed.sort((a, b) => b.sdr - a.sdr || a.price - b.price || a.id - b.id)[0];
          expect(choice.entryId).toBe(best?.id);
          expect(choice.because.length).toBeLessThan(1000);
        },
      ),
      { numRuns: 300 },
    );
  });
});
