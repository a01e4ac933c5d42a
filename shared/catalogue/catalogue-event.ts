import * as z from 'zod';

/** What is told on the bus when the service offers something else, or at another price: the `detail-type`. */
export const CATALOGUE_EVENT = 'Catalogue changed';

const offer = z.object({
  separationType: z.int(),
  name: z.string(),
  /** Before the price rules of options; absent where the service tells none. */
  creditsPerMinute: z.number().optional(),
});

/** Detail of `Catalogue changed`. Of long lists only the beginning stands here: the report has all of it. */
export const catalogueChanged = z.object({
  /** The same however often it is told: take no id twice. */
  id: z.string(),
  upstream: z.string(),
  readAt: z.iso.datetime(),
  /** When the catalogue was read before. */
  since: z.iso.datetime(),
  /** One sentence for people. */
  summary: z.string(),
  counts: z.object({ added: z.int(), removed: z.int(), changed: z.int() }),
  added: z.array(offer),
  removed: z.array(offer),
  /** Each change as one line: `credits a minute: 1 → 2`. */
  changed: z.array(offer.extend({ changes: z.array(z.string()) })),
  /** Key of the report in the bucket. */
  report: z.string(),
});

export type CatalogueChanged = z.infer<typeof catalogueChanged>;
