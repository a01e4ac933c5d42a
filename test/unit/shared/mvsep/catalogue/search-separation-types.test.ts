import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchSeparationTypes } from '../../../../../shared/mvsep/catalogue/search-separation-types.ts';
import { SEPARATION_TYPES } from '../../../../../shared/mvsep/catalogue/separation-type.ts';

const ids = (query: Parameters<typeof searchSeparationTypes>[0]) =>
  searchSeparationTypes(query).map(({ id }) => id);

describe('searchSeparationTypes', () => {
  it.each([
    ['BS Roformer (vocals, instrumental)', 40],
    ['bs-roformer', 40],
    ['  PHANTOM céntre!', 55],
    ['mvsep drums', 44],
    ['spleet', 0],
    ['whisper', 39],
  ])('finds "%s" first as %i', (text, id) => {
    expect(ids({ text })[0]).toBe(id);
  });

  it('finds by group, and by stem', () => {
    expect(ids({ text: 'ensembles' })).toEqual(expect.arrayContaining([26, 28, 30]));
    const drums = searchSeparationTypes({ stem: 'Drums' });
    expect(drums.length).toBeGreaterThan(10);
    expect(drums.every(({ name, stems }) => /drum/i.test(`${name} ${JSON.stringify(stems)}`))).toBe(true);
    expect(ids({ stem: 'cowbell' })).toEqual([128]);
  });

  it('wants both, when both are given', () => {
    const both = ids({ text: 'roformer', stem: 'vocals' });
    expect(both).toEqual(expect.arrayContaining([40, 63]));
    expect(ids({ text: 'roformer', stem: 'kick' })).toEqual([]);
  });

  it('puts last what no longer runs', () => {
    const found = searchSeparationTypes({ text: 'melband roformer' });
    expect(found.at(-1)?.id).toBe(35);
  });

  it('finds every type by its own name, whatever case and punctuation', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SEPARATION_TYPES),
        fc.constantFrom(' ', '-', ', ', ' / '),
        (type, gap) => {
          const text = type.name
            .toUpperCase()
            .split(/[^A-Z0-9]+/)
            .join(gap);
          expect(ids({ text })).toContain(type.id);
        },
      ),
    );
  });

  it('finds nothing for words that nobody knows, and everything for no words', () => {
    expect(ids({ text: 'xylophonia' })).toEqual([]);
    expect(ids({ text: '…' })).toEqual([]);
    expect(ids({ text: 'drums xyzzy' })).toEqual([]);
    expect(ids({})).toHaveLength(SEPARATION_TYPES.length);
    expect(ids({}).slice(0, 3)).toEqual([26, 28, 30]);
  });
});
