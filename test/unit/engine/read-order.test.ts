import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../functions/engine/create-separation/read-order.ts';
import { createSeparation } from '../../../shared/mvsep/contract/create-separation.ts';
import { chooseOffers } from '../../../shared/separators/offers/choose-offers.ts';

const order = (sep_type: string, choice: { substitutes: boolean; approximate: boolean }) =>
  readOrder(createSeparation.params.parse({ sep_type }), 'premium', chooseOffers(choice));

describe('readOrder', () => {
  it('says by which setting a type could be had that the operator has not switched on', () => {
    expect(() => order('63', { substitutes: true, approximate: false })).toThrow(
      /once the operator sets engine\.approximate\.$/,
    );
    expect(() => order('40', { substitutes: false, approximate: false })).toThrow(
      /sets engine\.substitutes\.$/,
    );
    expect(() => order('51', { substitutes: true, approximate: true })).toThrow(/mvsep\.com\.$/);
  });

  it('takes a type that the service has switched off, where it runs here', () => {
    const { separation } = order('35', { substitutes: true, approximate: false });
    expect(separation.separationType).toBe(35);
  });
});
