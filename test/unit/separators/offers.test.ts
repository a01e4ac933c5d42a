import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSeparationType, type OptionField } from '../../../shared/mvsep/catalogue/separation-type.ts';
import type { Offer } from '../../../shared/separators/offer.ts';
import { chooseOffers } from '../../../shared/separators/offers/choose-offers.ts';
import { findOffer } from '../../../shared/separators/offers/find-offer.ts';
import { OWN_OFFERS } from '../../../shared/separators/offers/own-offers.ts';
import { SEPARATORS } from '../../../shared/separators/registry.ts';
import type { Standing } from '../../../shared/separators/standing.ts';

const offer = (sepType: number, standing: Standing, problem?: Offer['problem']): Offer => ({
  sepType,
  separator: `${standing}_${sepType}`,
  standing,
  algorithm: 'any',
  description: 'Any.',
  stems: () => [],
  ...(problem === undefined ? {} : { problem }),
});

/** Every choice that a caller has in one field. */
const choices = (field: OptionField) =>
  fc.option(fc.constantFrom(...Object.keys(field.options ?? { text: '' })), { nil: undefined });

describe.each(OWN_OFFERS.map((own) => [own.sepType, own.separator, own] as const))(
  'type %i by %s',
  (_, __, own) => {
    it('names a separator that is there, and a type of the catalogue', () => {
      expect(SEPARATORS.map(({ slug }) => slug)).toContain(own.separator);
      expect(findSeparationType(own.sepType)?.id).toBe(own.sepType);
    });

    it('has stems for any options that it takes, each with a name of its own', () => {
      const fields = findSeparationType(own.sepType)?.fields ?? [];
      const options = fc.record(Object.fromEntries(fields.map((field) => [field.key, choices(field)])));
      fc.assert(
        fc.property(options, (wanted) => {
          const problem = own.problem?.(wanted);
          if (problem !== undefined) {
            expect(problem).toMatch(/\.$/);
            return;
          }
          const names = own.stems(wanted).map(({ name }) => name);
          expect(names.length).toBeGreaterThan(0);
          expect(new Set(names).size).toBe(names.length);
          for (const name of names) expect(name).toMatch(/^[a-z0-9_-]+$/);
        }),
        { numRuns: 30 },
      );
    });
  },
);

describe('the separators', () => {
  it('are all offered', () => {
    const offered = new Set(OWN_OFFERS.map(({ separator }) => separator));
    expect(SEPARATORS.map(({ slug }) => slug).filter((slug) => !offered.has(slug))).toEqual([]);
  });
});

describe('chooseOffers', () => {
  const all = [offer(1, 'exact'), offer(2, 'substitute'), offer(3, 'approximate')];

  it.each([
    [{ substitutes: true, approximate: true }, [1, 2, 3]],
    [{ substitutes: true, approximate: false }, [1, 2]],
    [{ substitutes: false, approximate: true }, [1, 3]],
    [{ substitutes: false, approximate: false }, [1]],
  ])('leaves with %o the types %o', (choice, types) => {
    expect(chooseOffers(choice, all).map(({ sepType }) => sepType)).toEqual(types);
  });
});

describe('findOffer', () => {
  const picky = offer(5, 'exact', ({ add_opt1 }) => (add_opt1 === '9' ? 'Set add_opt1 to 8.' : undefined));

  it('finds the first offer of a type that can have the options', () => {
    expect(findOffer([picky, offer(5, 'substitute')], 5)).toBe(picky);
    expect(findOffer([picky, offer(5, 'substitute')], 5, { add_opt1: '9' })).toMatchObject({
      standing: 'substitute',
    });
  });

  it('says why when there are offers, but none with these options, and nothing when there are none', () => {
    expect(findOffer([picky], 5, { add_opt1: '9' })).toBe('Set add_opt1 to 8.');
    expect(findOffer([picky], 6)).toBeUndefined();
  });
});
