import type * as z from 'zod';
import { algorithmsServing } from '../../functions/engine/list-algorithms/describe-algorithms.ts';
import { AUDIO_WIDGETS } from '../../shared/mvsep/catalogue/audio-widgets.ts';
import type { algorithmItem } from '../../shared/mvsep/contract/algorithm-item.ts';
import { offersOfAllTypes } from './offers-of-all-types.ts';
import { jsonAnswer, type UpstreamAnswer } from './upstream-request.ts';

type Item = z.input<typeof algorithmItem>;

/** What the service offers: at first all that the catalogue knows, as the catalogue knows it. */
export class AlgorithmList {
  readonly #items = new Map<number, Item>();

  constructor() {
    this.reset();
  }

  reset(): void {
    this.#items.clear();
    for (const item of everything()) this.#items.set(item.render_id, item);
  }

  item(type: number): Item {
    const found = this.#items.get(type);
    if (found === undefined) throw new Error(`The service has no type ${type}.`);
    return found;
  }

  add(item: Item): void {
    this.#items.set(item.render_id, item);
  }

  change(type: number, fields: Partial<Item>): void {
    this.#items.set(type, { ...this.item(type), ...fields });
  }

  remove(type: number): void {
    this.#items.delete(type);
  }

  /** Leaves only these types. */
  keep(wanted: (type: number) => boolean): void {
    for (const type of this.#items.keys()) if (!wanted(type)) this.#items.delete(type);
  }

  answer(fields: ReadonlyMap<string, string>): UpstreamAnswer {
    const scopes = (fields.get('scopes') ?? AUDIO_WIDGETS['one-file']).split(',');
    return jsonAnswer([...this.#items.values()].filter(({ audio_widget }) => scopes.includes(audio_widget)));
  }
}

function everything(): Item[] {
  const scopes = Object.values(AUDIO_WIDGETS).join(',');
  return algorithmsServing(offersOfAllTypes())(scopes, { usage: new Map(), ratings: new Map() });
}
