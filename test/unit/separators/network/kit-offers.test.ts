import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findSeparationType } from '../../../../shared/mvsep/catalogue/separation-type.ts';
import { SHIPPED_KIT_CARD } from '../../../../shared/separators/network/kit/shipped-kit-card.ts';
import { openShippedNetwork } from '../../../../shared/separators/network/open-shipped-network.ts';
import type { Offer } from '../../../../shared/separators/offer.ts';
import { findOffer } from '../../../../shared/separators/offers/find-offer.ts';
import { kitOffers } from '../../../../shared/separators/offers/network/kit-offers.ts';
import { kitCard } from '../../../separators/kit-network.ts';

const BOTH = kitOffers(kitCard, true);
const DRUMS_ONLY = kitOffers(kitCard, false);

function found(sepType: number, options = {}, offers = BOTH): Offer {
  const offer = findOffer(offers, sepType, options);
  if (offer === undefined || typeof offer === 'string') throw new Error(offer ?? 'nothing');
  return offer;
}

const stemsOf = (sepType: number, options = {}) =>
  found(sepType, options)
    .stems(options)
    .map(({ name }) => name);

describe('kitOffers', () => {
  it.each([
    [37, {}, ['drums', 'kick', 'snare', 'toms', 'ride', 'hh', 'crash', 'residual']],
    [37, { add_opt1: '7', add_opt2: '1' }, ['kick', 'snare', 'toms', 'ride', 'hh', 'crash']],
    [37, { add_opt1: '1', add_opt2: '1' }, ['kick', 'snare', 'toms', 'ride', 'hh', 'crash']],
    [37, { add_opt1: '3', add_opt2: '1' }, ['kick', 'snare', 'toms', 'ride', 'hh', 'crash']],
    [37, { add_opt1: '0', add_opt2: '0' }, ['drums', 'kick', 'snare', 'toms', 'cymbals', 'residual']],
    [37, { add_opt1: '4', add_opt2: '1' }, ['kick', 'snare', 'toms', 'cymbals']],
    [37, { add_opt1: '6', add_opt2: '1' }, ['kick', 'snare', 'toms', 'cymbals']],
    [37, { add_opt1: '2', add_opt2: '1' }, ['kick', 'snare', 'toms', 'hh', 'cymbals']],
    [37, { add_opt1: '5', add_opt2: '1' }, ['kick', 'snare', 'toms', 'cymbals', 'ride', 'hh', 'crash']],
    [38, {}, ['drums', 'other', 'kick', 'snare', 'toms', 'hihat', 'cymbals']],
    [38, { add_opt1: '1' }, ['kick', 'snare', 'toms', 'hihat', 'cymbals']],
  ])('give for type %i with %o the stems %o', (type, options, stems) => {
    expect(stemsOf(type, options)).toEqual(stems);
  });

  it('call every stem as the catalogue does, where it knows it', () => {
    for (const type of [37, 38]) {
      const known = findSeparationType(type);
      const models = type === 37 ? Object.keys(known?.fields?.[0]?.options ?? {}) : ['0', '1'];
      expect(models.length).toBeGreaterThan(1);
      for (const add_opt1 of models) {
        for (const { name, label } of found(type, { add_opt1 }).stems({ add_opt1 })) {
          // The name of type 37 speaks of cymbals; its list of stems does not.
          expect(known?.stems[name] ?? 'Cymbals').toBe(label);
        }
      }
    }
  });

  it.each([
    [37, {}, 'kit_network_twice'],
    [37, { add_opt2: '1' }, 'kit_network'],
    [38, {}, 'kit_network_twice'],
    [38, { add_opt1: '1' }, 'kit_network'],
  ])('have type %i with %o separated by %s', (type, options, slug) => {
    expect(found(type, options)).toMatchObject({ separator: slug, standing: 'substitute' });
  });

  it('want drums alone where nothing takes them out of songs, and say how to ask for it', () => {
    expect(findOffer(DRUMS_ONLY, 37, {})).toMatch(
      /cannot be taken out of a song here.* set add_opt2 to 1\.$/,
    );
    expect(findOffer(DRUMS_ONLY, 38, { add_opt1: '0' })).toMatch(/ set add_opt1 to 1\.$/);
    expect(found(37, { add_opt2: '1' }, DRUMS_ONLY).separator).toBe('kit_network');
  });

  it('tell the measured quality from the card, and never the name of another model', () => {
    const { description, russian, algorithm } = found(37);
    expect(description).toContain('in dB SDR: kick 12.0, snare 7.0, cymbals (ride and crash) 3.1.');
    expect(description).toContain('takes the drums out of the song first');
    expect(russian?.description).toContain('SDR в дБ: бочка 12.0, малый барабан 7.0');
    expect(algorithm).toBe('Network of drums (mvsep-serverless engine; not the named model)');
    expect(kitOffers({ ...kitCard, quality: {} }, true)[0]?.description).not.toContain('SDR');
  });
});

const FILE = 'shared/separators/network/model/kit.onnx';

describe('the network for drum kits of this repository', () => {
  it('is there exactly when its card is', () => {
    expect(existsSync(FILE)).toBe(SHIPPED_KIT_CARD !== undefined);
  });

  it.runIf(SHIPPED_KIT_CARD !== undefined)(
    'is the file that its card speaks of, and knows all drums',
    async () => {
      if (SHIPPED_KIT_CARD === undefined) return;
      expect(createHash('sha256').update(readFileSync(FILE)).digest('hex')).toBe(SHIPPED_KIT_CARD.sha256);
      expect(new Set(SHIPPED_KIT_CARD.sources)).toEqual(new Set(kitCard.sources));
      const { model } = await openShippedNetwork(SHIPPED_KIT_CARD, 'kit');
      expect(model.inputs.map(({ name }) => name)).toEqual(['feat']);
      expect(model.outputs.map(({ name }) => name)).toEqual(['mask']);
    },
  );
});
