import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteCredits } from '../../../../../shared/mvsep/catalogue/quote-credits.ts';
import type { Separation, SeparationOptions } from '../../../../../shared/mvsep/catalogue/separation.ts';
import { separationSlug } from '../../../../../shared/mvsep/catalogue/separation-slug.ts';
import {
  findSeparationType,
  SEPARATION_TYPES,
} from '../../../../../shared/mvsep/catalogue/separation-type.ts';
import { validateSeparation } from '../../../../../shared/mvsep/catalogue/validate-separation.ts';

function wanted(separationType: number, options: SeparationOptions = {}): Separation {
  return { separationType, options, outputFormat: 1 };
}

function type(id: number) {
  const found = findSeparationType(id);
  if (found === undefined) throw new Error(`no type ${id}`);
  return found;
}

const anySeparation = fc
  .constantFrom(...SEPARATION_TYPES.filter(({ input }) => input === 'one-file'))
  .chain((one) =>
    fc
      .tuple(
        ...one.fields.map((field) =>
          fc.option(
            field.options
              ? fc.constantFrom(...Object.keys(field.options))
              : fc.string({ minLength: 1, maxLength: 40 }),
            { nil: undefined },
          ),
        ),
      )
      .map((values) => {
        const options: SeparationOptions = {};
        for (const [index, field] of one.fields.entries()) {
          const value = values[index];
          if (value !== undefined) options[field.key] = value;
        }
        return wanted(one.id, options);
      }),
  );

describe('the catalogue', () => {
  it('holds every type once, with a slug of its own', () => {
    expect(SEPARATION_TYPES).toHaveLength(123);
    expect(new Set(SEPARATION_TYPES.map(({ id }) => id)).size).toBe(123);
    expect(new Set(SEPARATION_TYPES.map(({ slug }) => slug)).size).toBe(123);
  });

  it('offers as default only what may be chosen', () => {
    for (const { fields } of SEPARATION_TYPES) {
      for (const field of fields) {
        if (field.default !== undefined && field.options)
          expect(Object.keys(field.options)).toContain(field.default);
      }
    }
  });

  it('resolves type 11, which no list holds', () => {
    expect(findSeparationType(11)?.id).toBe(10);
    expect(validateSeparation(wanted(11))).toEqual(wanted(10, { add_opt1: '1' }));
    expect(findSeparationType(12_345)).toBeUndefined();
  });
});

describe('separationSlug', () => {
  it.each([
    [wanted(44), 'mvsep-drums'],
    [wanted(44, { add_opt1: '6' }), 'mvsep-drums'],
    [wanted(44, { add_opt1: '5', add_opt3: '1' }), 'mvsep-drums-opt1-5-opt3-1'],
    [wanted(55), 'phantom-centre-extraction'],
    [wanted(9, { add_opt2: '0.5' }), 'ultimate-vocal-remover-vr-opt2-0.5'],
  ])('%j is %s', (separation, slug) => {
    expect(separationSlug(separation)).toBe(slug);
  });

  it('is equal for separations that mean the same, and only for these', () => {
    const meaning = ({ separationType, options }: Separation) =>
      JSON.stringify([
        separationType,
        type(separationType).fields.map(({ key, default: usual }) => options[key] ?? usual ?? null),
      ]);
    const slugs = new Map<string, string>();
    fc.assert(
      fc.property(anySeparation, (separation) => {
        const slug = separationSlug(separation);
        expect(slug).toMatch(/^[a-z0-9._-]{1,160}$/);
        expect(slugs.get(slug) ?? meaning(separation)).toBe(meaning(separation));
        slugs.set(slug, meaning(separation));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('quoteCredits', () => {
  it.each([
    [27, {}, 149, 2],
    [28, {}, 149, 9],
    [27, {}, 3, 1],
    [27, {}, 60, 1],
    [27, {}, 119.999, 1],
    [27, {}, 120, 2],
    [40, { add_opt2: '8' }, 120, 4],
    [48, { add_opt2: '8' }, 180, 4],
    [40, { add_opt2: '2' }, 120, 2],
  ])('type %i with %j for %d s costs %i', (id, options, seconds, credits) => {
    expect(quoteCredits(type(id), options, seconds)).toBe(credits);
  });
});

describe('validateSeparation', () => {
  it('accepts everything that the catalogue offers, and free text where it is asked for', () => {
    fc.assert(fc.property(anySeparation, (separation) => void validateSeparation(separation)));
    expect(validateSeparation(wanted(103, { add_opt2: 'Any words, "quoted"' })).options.add_opt2).toContain(
      'words',
    );
  });

  it.each([
    [wanted(999), /no separation type 999/],
    [wanted(68), /single uploaded file/],
    [wanted(44, { add_opt4: '1' }), /Allowed: add_opt1, add_opt2, add_opt3\.$/],
    [wanted(13, { add_opt1: '1' }), /no options at all/],
    [wanted(44, { add_opt1: '7' }), /Drums model type.*Allowed: 0 HTDemucs/],
    [wanted(44, { add_opt1: 'constructor' }), /Allowed/],
    [{ ...wanted(44), outputFormat: 6 }, /no output format 6/],
  ])('refuses %j with what is allowed', (separation, message) => {
    expect(() => validateSeparation(separation)).toThrow(message);
  });
});
