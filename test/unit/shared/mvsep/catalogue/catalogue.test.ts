import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldShown } from '../../../../../shared/mvsep/catalogue/field-shown.ts';
import { quoteCredits } from '../../../../../shared/mvsep/catalogue/quote-credits.ts';
import type { Separation, SeparationOptions } from '../../../../../shared/mvsep/catalogue/separation.ts';
import { separationSlug } from '../../../../../shared/mvsep/catalogue/separation-slug.ts';
import {
  findSeparationType,
  type OptionField,
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

function anyValue({ options, required, default: usual }: OptionField) {
  const value = options
    ? fc.constantFrom(...Object.keys(options))
    : fc.string({ minLength: 1, maxLength: 40 });
  return required && usual === undefined ? value : fc.option(value, { nil: undefined });
}

const anySeparation = fc
  .constantFrom(...SEPARATION_TYPES.filter(({ input, active }) => input === 'one-file' && active))
  .chain((one) =>
    fc.tuple(...one.fields.map(anyValue)).map((values) => {
      const options: SeparationOptions = {};
      for (const [index, field] of one.fields.entries()) {
        const value = values[index];
        if (value !== undefined) options[field.key] = value;
      }
      for (const field of one.fields) if (!fieldShown(one, field, options)) delete options[field.key];
      return wanted(one.id, options);
    }),
  );

describe('the catalogue', () => {
  it('holds every type once, with a slug of its own', () => {
    expect(SEPARATION_TYPES).toHaveLength(123);
    expect(new Set(SEPARATION_TYPES.map(({ id }) => id)).size).toBe(123);
    expect(new Set(SEPARATION_TYPES.map(({ slug }) => slug)).size).toBe(123);
  });

  // As mvsep.com published it in mid 2026.
  it('counts as many types in each group as the service', () => {
    const counts: Record<string, number> = {};
    for (const { group } of SEPARATION_TYPES) counts[group] = (counts[group] ?? 0) + 1;
    expect(counts).toEqual({
      'Vocals / Instrumental': 16,
      Wind: 15,
      'Old Models': 14,
      Percussion: 13,
      Keys: 9,
      'Experimental and Misc': 8,
      Effects: 7,
      'Plucked Strings': 7,
      'Upscale and Restoration': 5,
      Guitars: 5,
      'Bowed Strings': 5,
      'Drums, Bass and Synth': 4,
      'ASR and TTS': 4,
      Ensembles: 3,
      Multistem: 2,
      Other: 6,
    });
  });

  it('knows the prices of the service, and invents none', () => {
    const priced = (wantedPrice: number | undefined) =>
      SEPARATION_TYPES.filter(({ creditsPerMinute }) => creditsPerMinute === wantedPrice).map(({ id }) => id);
    expect(priced(1)).toHaveLength(114);
    expect([priced(2), priced(4), priced(6)]).toEqual([[26], [28], [30]]);
    expect(priced(undefined)).toEqual([62, 68, 104, 115, 118, 119]);
    const rules = SEPARATION_TYPES.flatMap(({ id, fields }) =>
      fields.flatMap(({ key, priceMultipliers }) => (priceMultipliers ? [[id, key, priceMultipliers]] : [])),
    );
    expect(rules).toEqual([
      [40, 'add_opt1', { 171: 1, 172: 1 }],
      [40, 'add_opt2', { 8: 2 }],
      [48, 'add_opt2', { 8: 1.5 }],
      [123, 'add_opt2', { 8: 1.5 }],
    ]);
  });

  it('knows who may use what, and what no longer runs', () => {
    const ids = (holds: (one: (typeof SEPARATION_TYPES)[number]) => boolean) =>
      SEPARATION_TYPES.filter(holds).map(({ id }) => id);
    expect(ids(({ active }) => !active)).toEqual([35]);
    expect(ids(({ access }) => access === 'premium')).toHaveLength(3);
    expect(ids(({ access }) => access === 'registered')).toHaveLength(8);
    expect(ids(({ input }) => input === 'one-file')).toHaveLength(117);
    expect(ids(({ input }) => input === 'two-files')).toEqual([68]);
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

  it('is at least one whole credit, and never less for longer audio', () => {
    const seconds = fc.double({ min: 0, max: 360_000, noNaN: true });
    fc.assert(
      fc.property(anySeparation, seconds, seconds, ({ separationType, options }, one, other) => {
        const [shorter, longer] = [Math.min(one, other), Math.max(one, other)].map((length) =>
          quoteCredits(type(separationType), options, length),
        );
        expect(Number.isInteger(shorter)).toBe(true);
        expect(shorter).toBeGreaterThanOrEqual(1);
        expect(longer).toBeGreaterThanOrEqual(shorter ?? 0);
      }),
    );
  });

  it('multiplies decimals exactly, and rules of several fields with each other', () => {
    const field = { ...type(48).fields[1] };
    const rule = (key: 'add_opt1' | 'add_opt2', multiplier: number): OptionField => ({
      ...field,
      key,
      label: key,
      inputType: 'select',
      required: false,
      conditions: [],
      options: { 1: 'yes' },
      priceMultipliers: { 1: multiplier },
    });
    const one = { ...type(48), fields: [rule('add_opt1', 1.15), rule('add_opt2', 2)] };
    expect(quoteCredits(one, { add_opt1: '1' }, 6_000)).toBe(115);
    expect(quoteCredits(one, { add_opt1: '1', add_opt2: '1' }, 6_000)).toBe(230);
    expect(quoteCredits({ ...one, fields: [rule('add_opt1', 0.1)] }, { add_opt1: '1' }, 60)).toBe(1);
  });

  it('takes an empty option for the default', () => {
    expect(quoteCredits(type(40), { add_opt1: '', add_opt2: '' }, 120)).toBe(2);
  });

  it('is unknown where no price is', () => {
    expect(quoteCredits(type(68), {}, 60)).toBeUndefined();
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
    [wanted(35), /switched off/],
    [wanted(17), /needs the option add_opt1 \(Model Type\)\. Allowed: 0 UVR_Demucs_Model_1; 1 /],
    [wanted(103), /needs the option add_opt2 \(Text prompt\)\. Give it any text\.$/],
    [wanted(120, { add_opt1: '' }), /needs the option add_opt1 \(Text prompt\)/],
    [wanted(44, { add_opt4: '1' }), /Allowed: add_opt1, add_opt2, add_opt3\.$/],
    [wanted(13, { add_opt1: '1' }), /no options at all/],
    [wanted(44, { add_opt1: '7' }), /Drums model type.*Allowed: 0 HTDemucs/],
    [wanted(44, { add_opt1: 'constructor' }), /Allowed/],
    [
      wanted(44, { add_opt1: 'scnet large' }),
      /Did you mean 2 \(SCNet Large \(SDR drums: 13\.01\)\)\? Allowed: 0/,
    ],
    [
      wanted(40, { add_opt3: '1' }),
      /add_opt3 "1" \(Set of stems\) only with add_opt1 set to 171 \(124 bands.*Allowed otherwise: 0\.$/,
    ],
    [wanted(123, { add_opt1: '163', add_opt2: '8' }), /only without add_opt1 set to 163/],
    [wanted(104), /does not separate a single uploaded file: it makes audio from text/],
    [{ ...wanted(44), outputFormat: 6 }, /no output format 6/],
  ])('refuses %j with what is allowed', (separation, message) => {
    expect(() => validateSeparation(separation)).toThrow(message);
  });

  it('accepts an option that others make possible, and the default of one that they hide', () => {
    const possible = wanted(40, { add_opt1: '171', add_opt3: '1' });
    expect(validateSeparation(possible)).toEqual(possible);
    const harmless = wanted(123, { add_opt1: '163', add_opt2: '2' });
    expect(validateSeparation(harmless)).toEqual(harmless);
  });

  it('accepts types of two files and of none from callers that bring that', () => {
    expect(validateSeparation(wanted(68), 'two-files')).toEqual(wanted(68));
    const speech = wanted(104, { add_opt1: '1', add_opt2: 'Good morning' });
    expect(validateSeparation(speech, 'none')).toEqual(speech);
    expect(() => validateSeparation(wanted(44), 'two-files')).toThrow(/separates one uploaded file or link/);
    expect(() => validateSeparation(wanted(68), 'none')).toThrow(/a target and a reference/);
  });

  it('accepts what the service has switched off from an Engine that runs it', () => {
    expect(validateSeparation(wanted(35), 'one-file', true)).toEqual(wanted(35));
  });

  it('a text of a length that can be kept and sent, and none that is longer', () => {
    const speech = (text: string) => wanted(103, { add_opt2: text });
    const longest = 'x'.repeat(10_000);
    expect(validateSeparation(speech(longest)).options.add_opt2).toBe(longest);
    expect(() => validateSeparation(speech(`${longest}y`))).toThrow(/at most 10000 characters as add_opt2/);
  });
});
