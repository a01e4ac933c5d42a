import { describe, expect, it } from 'vitest';
import { modelledTypes } from '../../../infra/local/template/resources/modelled-types.ts';

describe.each([...modelledTypes.values()])('the model of $type', (model) => {
  it('gives a reason for every property that it accepts without effect', () => {
    for (const reason of Object.values(model.withoutEffect)) expect(reason.length).toBeGreaterThan(10);
  });

  it('refuses properties that it does not know', () => {
    const outcome = model.schema.safeParse({ Ghost: 1 });
    expect(outcome.error?.issues).toContainEqual(
      expect.objectContaining({ code: 'unrecognized_keys', keys: ['Ghost'] }),
    );
  });
});
