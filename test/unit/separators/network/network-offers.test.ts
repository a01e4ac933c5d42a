import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSeparationType, type OptionField } from '../../../../shared/mvsep/catalogue/separation-type.ts';
import { NETWORK_PLANS } from '../../../../shared/separators/network/network-plans.ts';
import { openShippedNetwork } from '../../../../shared/separators/network/open-shipped-network.ts';
import { SHIPPED_CARD } from '../../../../shared/separators/network/shipped-card.ts';
import { findOffer } from '../../../../shared/separators/offers/find-offer.ts';
import { networkOffers } from '../../../../shared/separators/offers/network/network-offers.ts';
import { placeCard } from '../../../separators/place-network.ts';

const OFFERS = networkOffers(placeCard);
const TYPES = [...new Set(OFFERS.map(({ sepType }) => sepType))];

/** Stems that the catalogue does not list for their type, since the service never gives them. */
const OWN_STEMS: Readonly<Record<number, readonly string[]>> = {
  0: ['drums', 'bass', 'other'],
  9: ['drums', 'bass', 'other'],
  16: ['drums', 'bass', 'other'],
  18: ['music-and-effects'],
  35: ['vocals', 'instrumental'],
  36: ['music-and-effects'],
  45: ['music-and-effects'],
  56: ['music-and-effects'],
};

const choices = (field: OptionField) =>
  fc.option(fc.constantFrom(...Object.keys(field.options ?? { text: '' })), { nil: undefined });

function stemsOf(sepType: number, options = {}): readonly string[] | string {
  const offer = findOffer(OFFERS, sepType, options);
  if (offer === undefined || typeof offer === 'string') return offer ?? 'nothing';
  return offer.stems(options).map(({ name }) => name);
}

describe('networkOffers', () => {
  it('are made of exactly the types that the network has plans for', () => {
    expect([...TYPES].sort((a, b) => a - b)).toEqual([...NETWORK_PLANS.keys()].sort((a, b) => a - b));
  });

  it.each(TYPES.map((type) => [type]))('call the stems of type %i as the catalogue does', (type) => {
    const known = findSeparationType(type);
    const fields = known?.fields ?? [];
    const wanted = fc.record(Object.fromEntries(fields.map((field) => [field.key, choices(field)])));
    fc.assert(
      fc.property(wanted, (options) => {
        const offer = findOffer(OFFERS, type, options);
        if (offer === undefined || typeof offer === 'string') {
          expect(offer).toMatch(/ set add_opt\d to /);
          return;
        }
        for (const { name, label } of offer.stems(options)) {
          if (OWN_STEMS[type]?.includes(name) !== true) expect(known?.stems[name]).toBe(label);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [0, {}, ['vocals', 'accompaniment']],
    [0, { add_opt1: '1' }, ['vocals', 'drums', 'bass', 'other']],
    [3, { add_opt1: '3' }, ['vocals', 'instrumental']],
    [3, { add_opt1: '2' }, ['vocals', 'drums', 'bass', 'other']],
    [9, { add_opt1: '7' }, ['vocals', 'instruments']],
    [9, { add_opt1: '11' }, ['bass', 'other']],
    [20, { add_opt1: '0' }, ['vocals', 'drums', 'bass', 'other']],
    [24, {}, ['dialog', 'instrumental']],
    [28, {}, ['vocals', 'instrum', 'bass', 'drums', 'other']],
    [44, { add_opt2: '1' }, ['drums', 'other']],
  ])('give for type %i with %o the stems %o', (type, options, stems) => {
    expect(stemsOf(type, options)).toEqual(stems);
  });

  it.each([
    [0, { add_opt1: '2' }],
    [9, { add_opt1: '15' }],
    [20, { add_opt1: '2' }],
    [40, { add_opt3: '1' }],
  ])('refuse for type %i the options %o, and say which can be had', (type, options) => {
    expect(stemsOf(type, options)).toMatch(/^T.* set add_opt\d to .*\d.*\.$/);
  });

  it.each([
    [44, { add_opt2: '0' }, 'mask_network'],
    [44, { add_opt2: '1' }, 'mask_network_twice'],
    [41, {}, 'mask_network'],
  ])('have type %i with %o separated by %s', (type, options, slug) => {
    expect(findOffer(OFFERS, type, options)).toMatchObject({ separator: slug });
  });

  it('tell the measured quality from the card, and nothing that was not measured', () => {
    const described = (type: number) => OFFERS.find(({ sepType }) => sepType === type);
    expect(described(40)?.description).toContain('in dB SDR: vocals 8.0, instrumental 7.5.');
    expect(described(40)?.russian?.description).toContain('SDR в дБ: вокал 8.0, музыка без вокала 7.5.');
    expect(described(44)?.description).not.toContain('SDR');
    expect(described(18)?.description).toContain('cannot be told apart');
    for (const { algorithm } of OFFERS) expect(algorithm).toMatch(/^Network of places .*not the named model/);
  });

  it('are approximate where stems of the type are missing, and substitutes elsewhere', () => {
    const approximate = OFFERS.filter(({ standing }) => standing === 'approximate').map(
      ({ sepType }) => sepType,
    );
    expect(approximate).toEqual([63, 30]);
    expect(OFFERS.filter(({ standing }) => standing === 'exact')).toEqual([]);
  });
});

const FILE = 'shared/separators/network/model/separator.onnx';

describe('the network of this repository', () => {
  it('is there exactly when its card is', () => {
    expect(existsSync(FILE)).toBe(SHIPPED_CARD !== undefined);
  });

  it.runIf(SHIPPED_CARD !== undefined)('is the file that its card speaks of, and can be run', async () => {
    if (SHIPPED_CARD === undefined) return;
    expect(createHash('sha256').update(readFileSync(FILE)).digest('hex')).toBe(SHIPPED_CARD.sha256);
    const { model } = await openShippedNetwork(SHIPPED_CARD);
    expect(model.inputs.map(({ name }) => name)).toEqual(['feat']);
    expect(model.outputs.map(({ name }) => name)).toEqual(['mask']);
  });
});
