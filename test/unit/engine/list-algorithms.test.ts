import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { algorithmsServing } from '../../../functions/engine/list-algorithms/describe-algorithms.ts';
import { popularityReader } from '../../../functions/engine/list-algorithms/popularity-reader.ts';
import { SEPARATION_TYPES } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { listAlgorithms } from '../../../shared/mvsep/contract/list-algorithms.ts';
import { OWN_OFFERS } from '../../../shared/separators/offers/own-offers.ts';

const NOBODY = {
  usage: new Map<number, number>(),
  ratings: new Map<number, { sum: number; total: number }>(),
};
const ALL_SCOPES = 'single_upload,no_upload,matchering_upload';
const list = (scopes?: string, popularity = NOBODY) => algorithmsServing(OWN_OFFERS)(scopes, popularity);

describe('the list of algorithms', () => {
  it('is what the contract says, for every scope', () => {
    const everything = list(ALL_SCOPES);
    expect(listAlgorithms.reply.parse(everything)).toEqual(everything);
    expect(everything.map(({ render_id }) => render_id).sort()).toEqual(
      SEPARATION_TYPES.map(({ id }) => id).sort(),
    );
    expect(new Set(everything.flatMap((item) => item.algorithm_fields.map(({ id }) => id))).size).toBe(
      SEPARATION_TYPES.flatMap(({ fields }) => fields).length,
    );
  });

  it('holds the types of the wanted scopes alone, those of one file by default', () => {
    expect(list()).toEqual(list('single_upload'));
    expect(list()).toHaveLength(117);
    expect(list('matchering_upload').map(({ render_id }) => render_id)).toEqual([68]);
    expect(list(' no_upload , matchering_upload')).toHaveLength(6);
    expect(list('nonsense')).toEqual([]);
  });

  it('says of a type that it is active only when it runs here', () => {
    const active = list(ALL_SCOPES).filter(({ is_active }) => is_active === 1);
    expect(active.map(({ render_id }) => render_id).sort()).toEqual(
      [...new Set(OWN_OFFERS.map(({ sepType }) => sepType))].sort(),
    );
    const drums = active.find(({ render_id }) => render_id === 44);
    const offer = OWN_OFFERS.find(({ sepType }) => sepType === 44);
    expect(drums?.description).toContain(offer?.description);
    expect(JSON.parse(drums?.outputs ?? '')).toEqual({ drums: 'Drums', other: 'Other' });
    expect(JSON.parse(drums?.output_stems ?? '')).toEqual(['drums', 'other']);
    expect(drums?.algorithm_group).toEqual({ id: 20, name: 'Drums, Bass and Synth' });
  });

  it('has a price for what runs here, and says 0 where nobody knows it', () => {
    const prices = new Map(list(ALL_SCOPES).map((item) => [item.render_id, item.price_coefficient]));
    expect([68, 28, 104].map((id) => prices.get(id))).toEqual([1, 4, 0]);
  });

  it('describes every type in English and Russian, and never promises what does not run', () => {
    for (const { algorithm_descriptions, is_active, name } of list(ALL_SCOPES)) {
      const [english, russian] = algorithm_descriptions;
      expect([english?.lang, russian?.lang], name).toEqual(['en', 'ru']);
      expect(russian?.long_description, name).toMatch(/[а-я]{3}/);
      expect(english?.long_description, name).toMatch(/^<p>.*<\/p>$/);
      if (is_active === 0) {
        expect(english?.long_description, name).toContain('cannot run it');
        expect(russian?.long_description, name).toContain('выполнить его не может');
      }
    }
  });

  it('keeps labels that look like HTML out of the HTML', () => {
    const midi = list().find(({ render_id }) => render_id === 113);
    expect(midi?.name).toContain('->');
    for (const item of list(ALL_SCOPES)) {
      for (const { long_description } of item.algorithm_descriptions) {
        expect(long_description.replaceAll(/<\/?p>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }
    }
  });

  it('writes prices, rules and conditions as the service does', () => {
    const roformer = list().find(({ render_id }) => render_id === 40);
    expect(roformer).toMatchObject({ price_coefficient: 1, orientation: 0, audio_widget: 'single_upload' });
    const [model, overlap, stems] = roformer?.algorithm_fields ?? [];
    expect(model).toMatchObject({
      name: 'add_opt1',
      server_key: 'model_type',
      default_key: '81',
      required: 1,
    });
    expect(overlap?.price_rules).toEqual([{ option_key: '8', mode: 'multiplier', value: '2.0000' }]);
    expect(stems).toMatchObject({
      required: 0,
      conditions: [{ depends_on_field_id: model?.id, operator: 'in', value_json: '["171"]', action: 'show' }],
    });
    const prompt = list().find(({ render_id }) => render_id === 103)?.algorithm_fields[1];
    expect(prompt).toMatchObject({ input_type: 'text', options: '{}', default_key: null, required: 1 });
  });

  it('begins with a type that has options, since clients rely on that, and is in order inside a group', () => {
    for (const scopes of [undefined, ALL_SCOPES, 'no_upload'] as const) {
      expect(list(scopes)[0]?.algorithm_fields.length, scopes).toBeGreaterThan(0);
    }
    const items = list(ALL_SCOPES);
    for (const [index, item] of items.entries()) {
      const next = items[index + 1];
      if (next?.algorithm_group_id !== item.algorithm_group_id) continue;
      expect(next.order_id).toBeGreaterThanOrEqual(item.order_id);
    }
    const groups = items.map(({ algorithm_group_id }) => algorithm_group_id);
    expect(groups.filter((group, index) => group !== groups[index - 1])).toHaveLength(new Set(groups).size);
  });

  it('tells usage and ratings, an average as text and none as 0', () => {
    const items = list(undefined, {
      usage: new Map([[44, 17]]),
      ratings: new Map([[44, { sum: 17, total: 4 }]]),
    });
    const find = (id: number) => items.find(({ render_id }) => render_id === id);
    expect(find(44)).toMatchObject({ usage: 17, rating: { average: '4.2500', total: 4 } });
    expect(find(40)).toMatchObject({ usage: 0, rating: { average: 0, total: 0 } });
  });

  it('is the same for scopes in any order, and far below the limits of an answer', () => {
    const scopes = ['single_upload', 'no_upload', 'matchering_upload', 'unknown', ''];
    fc.assert(
      fc.property(fc.shuffledSubarray(scopes), (some) => {
        expect(list(some.join(','))).toEqual(list([...some].sort().join(',')));
      }),
      { numRuns: 20 },
    );
    expect(JSON.stringify(list(ALL_SCOPES)).length).toBeLessThan(1_000_000);
  });
});

describe('popularity', () => {
  const start = new Date('2026-08-12T12:00:00Z').getTime();

  it('is read once for the calls of ten seconds', async () => {
    const usage = vi.fn(async () => new Map([[44, 1]]));
    let now = start;
    const read = popularityReader({ usage, ratings: async () => new Map() }, () => new Date(now));
    await Promise.all([read(), read(), read()]);
    now += 9_999;
    expect((await read()).usage.get(44)).toBe(1);
    expect(usage).toHaveBeenCalledTimes(1);
    now += 1;
    await read();
    expect(usage).toHaveBeenCalledTimes(2);
  });

  it('is read again after a failure', async () => {
    const usage = vi.fn(async () => new Map([[44, 1]]));
    usage.mockRejectedValueOnce(new Error('busy'));
    const read = popularityReader({ usage, ratings: async () => new Map() }, () => new Date(start));
    await expect(read()).rejects.toThrow('busy');
    expect((await read()).usage.get(44)).toBe(1);
  });
});
