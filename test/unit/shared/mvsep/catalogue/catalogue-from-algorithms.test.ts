import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algorithmsServing } from '../../../../../functions/engine/list-algorithms/describe-algorithms.ts';
import { catalogueFromAlgorithms } from '../../../../../shared/mvsep/catalogue/catalogue-from-algorithms.ts';
import { diffCatalogues } from '../../../../../shared/mvsep/catalogue/diff-catalogues.ts';
import { formatCatalogue } from '../../../../../shared/mvsep/catalogue/format-catalogue.ts';
import {
  CATALOGUE,
  type Catalogue,
  catalogue,
  SEPARATION_TYPES,
} from '../../../../../shared/mvsep/catalogue/separation-type.ts';
import { listAlgorithms } from '../../../../../shared/mvsep/contract/list-algorithms.ts';
import { OWN_OFFERS } from '../../../../../shared/separators/offers/own-offers.ts';
import { offersOfAllTypes } from '../../../../upstream/offers-of-all-types.ts';

const ALL_SCOPES = 'single_upload,no_upload,matchering_upload';
const NOBODY = {
  usage: new Map<number, number>(),
  ratings: new Map<number, { sum: number; total: number }>(),
};

/** What a server of every type answers, as a client reads it. */
function listed() {
  return read(algorithmsServing(offersOfAllTypes())(ALL_SCOPES, NOBODY));
}

const read = (answer: unknown) => listAlgorithms.answer.parse(JSON.parse(JSON.stringify(answer)));

const item = (fields: object) => ({ render_id: 500, name: 'New One (new, other)', is_active: 1, ...fields });
const refreshed = (...items: object[]) => catalogueFromAlgorithms(read(items), CATALOGUE);

describe('catalogueFromAlgorithms', () => {
  it('makes the same catalogue of the list that a server makes of the catalogue', () => {
    // A server has a price for what it runs, also where nobody recorded the service's.
    const types = CATALOGUE.types.map((type) => ({ ...type, creditsPerMinute: type.creditsPerMinute ?? 1 }));
    expect(catalogueFromAlgorithms(listed(), CATALOGUE)).toEqual({ ...CATALOGUE, types });
  });

  it('learns from this Engine what the service has, except where the Engine has its own', () => {
    const learned = catalogueFromAlgorithms(
      read(algorithmsServing(OWN_OFFERS)(ALL_SCOPES, NOBODY)),
      CATALOGUE,
    );
    const expected = CATALOGUE.types.map((type) => {
      const own = OWN_OFFERS.find(({ sepType }) => sepType === type.id);
      if (own === undefined) return { ...type, active: false };
      const stems = Object.fromEntries(own.stems({}).map(({ name, label }) => [name, label]));
      return { ...type, active: true, stems, creditsPerMinute: type.creditsPerMinute ?? 1 };
    });
    expect(learned).toEqual({ ...CATALOGUE, types: expected });
  });

  it('keeps the slug of a type that was renamed, and gives a new one a slug of its own', () => {
    const { types } = refreshed(
      item({ render_id: 44, name: 'Drums of Tomorrow (drums, other)' }),
      item({ render_id: 500, name: 'MVSep Drums (again)' }),
      item({ render_id: 501, name: '  Ünïque Näme, ver. 2 (x , y)' }),
      item({ render_id: 502, name: '雨' }),
    );
    expect(types.map(({ name, slug }) => [name, slug])).toEqual([
      ['Drums of Tomorrow (drums, other)', 'mvsep-drums'],
      ['MVSep Drums (again)', 'mvsep-drums-500'],
      ['Ünïque Näme, ver. 2 (x, y)', 'unique-name-ver-2'],
      ['雨', 'type-502'],
    ]);
  });

  it('reads what servers write differently', () => {
    const [type] = refreshed(
      item({
        orientation: '2',
        price_coefficient: '1.5000',
        outputs: ['Vocals', 'Other'],
        algorithm_group: { id: '31', name: 'Brand New' },
        algorithm_fields: [
          {
            id: 7,
            name: 'add_opt1',
            text: 'Model ',
            options: { 3: 'Third ' },
            default_key: '3',
            required: true,
          },
          {
            name: 'add_opt2',
            text: 'Overlap',
            options: '{"2":"50%"}',
            price_rules: [{ option_key: '2', mode: 'multiplier', value: '1.2500' }],
            conditions: [{ depends_on_field_id: '7', operator: 'in', value_json: [3], action: 'hide' }],
          },
          { name: 'add_opt3', text: 'Prompt', options: '{}', input_type: 'textarea', default_key: null },
        ],
      }),
    ).types;
    expect(type).toMatchObject({
      access: 'premium',
      input: 'one-file',
      group: 'Brand New',
      creditsPerMinute: 1.5,
      stems: { 0: 'Vocals', 1: 'Other' },
      fields: [
        { key: 'add_opt1', label: 'Model', options: { 3: 'Third' }, required: true, inputType: 'select' },
        {
          priceMultipliers: { 2: 1.25 },
          conditions: [{ dependsOn: 'add_opt1', values: ['3'], action: 'hide' }],
        },
        { inputType: 'textarea', required: false },
      ],
    });
    expect(type?.fields[2]?.options).toBeUndefined();
  });

  it('leaves out what the API as we know it has no way to ask for', () => {
    const { types, groups } = refreshed(
      item({ render_id: 600, audio_widget: 'video_upload' }),
      item({
        algorithm_fields: [
          { id: 1, name: 'add_opt9', text: 'Beyond', options: {} },
          {
            id: 2,
            name: 'add_opt1',
            text: 'Known',
            price_rules: [{ option_key: '1', mode: 'surcharge', value: '3' }],
            conditions: [
              { depends_on_field_id: 99, operator: 'in', value_json: '["1"]', action: 'show' },
              { depends_on_field_id: 2, operator: 'above', value_json: '["1"]', action: 'show' },
            ],
          },
        ],
      }),
      item({ render_id: 500, name: 'The same number again' }),
    );
    expect(types.map(({ id, name }) => [id, name])).toEqual([[500, 'New One (new, other)']]);
    expect(types[0]?.fields).toEqual([
      expect.objectContaining({ key: 'add_opt1', label: 'Known', conditions: [], inputType: 'text' }),
    ]);
    expect(types[0]?.fields[0]?.priceMultipliers).toBeUndefined();
    expect(groups).toEqual({ 0: 'Other' });
  });
});

describe('formatCatalogue', () => {
  it('writes the file that is in the repository', () => {
    const file = readFileSync('shared/mvsep/catalogue/separation-types.json', 'utf8');
    expect(formatCatalogue(CATALOGUE)).toBe(file);
  });

  it('loses nothing, whatever types are in it', () => {
    fc.assert(
      fc.property(fc.subarray([...SEPARATION_TYPES]), fc.string(), (types, name) => {
        const one = {
          groups: { 7: name },
          types: types.map((type) => ({ ...type, name: type.name + name })),
        };
        expect(catalogue.parse(JSON.parse(formatCatalogue(one)))).toEqual(one);
      }),
      { numRuns: 30 },
    );
  });
});

describe('diffCatalogues', () => {
  it('finds nothing between equals', () => {
    expect(diffCatalogues(CATALOGUE, structuredClone(CATALOGUE))).toEqual({
      added: [],
      removed: [],
      changed: [],
    });
  });

  it('names new and lost types, and every change of price and option', () => {
    const types = structuredClone(CATALOGUE.types).filter(({ id }) => id !== 3);
    const after: Catalogue = {
      ...CATALOGUE,
      types: types.map((type) => {
        if (type.id !== 48 && type.id !== 13) return type;
        if (type.id === 13) return { ...type, id: 900, name: 'Newcomer' };
        const [model, overlap] = type.fields;
        if (model === undefined || overlap === undefined) throw new Error('type 48 lost its fields');
        return {
          ...type,
          creditsPerMinute: 3,
          fields: [
            { ...model, default: 'x', options: { ...model.options, x: 'The newest' } },
            { ...overlap, priceMultipliers: { 8: 4 } },
          ],
        };
      }),
    };
    const { added, removed, changed } = diffCatalogues(CATALOGUE, after);
    expect(added.map(({ name }) => name)).toEqual(['Newcomer']);
    expect(removed.map(({ id }) => id)).toEqual([3, 13]);
    expect(changed.map(({ type }) => type.id)).toEqual([48]);
    expect(changed[0]?.changes).toEqual([
      'credits a minute: 1 → 3',
      expect.stringMatching(/^add_opt1 default: ".+" → "x"$/),
      'add_opt1 option x: none → "The newest"',
      'add_opt2 price rule 8: 1.5 → 4',
    ]);
  });
});
