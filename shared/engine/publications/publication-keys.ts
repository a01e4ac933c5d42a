/** Key of an item in the publications table. */
interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Where everything lies that the Engine shows to everybody: news, demos, how often types are used, and models. */
export const publicationKeys = {
  /** One news item; the latest of a language sort last. */
  news: (lang: string, createdAt: string, id: number): Key => ({
    pk: newsOf(lang),
    sk: `${createdAt}#${padded(id)}`,
  }),
  newsOf,
  /** The last number that was given to a news item. */
  newsCounter: { pk: 'COUNTER', sk: 'NEWS' } satisfies Key,
  /** One separation that its caller let others see (`is_demo`). */
  demo: (date: string, hash: string): Key => ({ pk: 'DEMO', sk: `${date}#${hash}` }),
  demos: 'DEMO',
  /** How often one type was used in one month. */
  usage: (at: Date, sepType: number): Key => ({ pk: usageOf(at), sk: String(sepType) }),
  usageOf,
  /** What users think of one type. */
  rating: (sepType: number): Key => ({ pk: 'RATINGS', sk: String(sepType) }),
  ratings: 'RATINGS',
  /** One model of the operator, by its file. */
  model: (file: string): Key => ({ pk: 'MODELS', sk: file }),
  models: 'MODELS',
} as const;

function newsOf(lang: string): string {
  return `NEWS#${lang}`;
}

/** The month of UTC: `USAGE#2026-11`. */
function usageOf(at: Date): string {
  return `USAGE#${at.toISOString().slice(0, 7)}`;
}

/** Keeps items of the same moment in the order of their numbers. */
function padded(id: number): string {
  return String(id).padStart(9, '0');
}
