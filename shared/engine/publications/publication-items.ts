import * as z from 'zod';

/** One news item, in one language. */
export const newsItem = z.object({
  id: z.int().positive(),
  title: z.string(),
  lang: z.string(),
  /** HTML, written by the operator. */
  text: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type NewsItem = z.infer<typeof newsItem>;

/** One separation that its caller let others see. */
export const demoItem = z.object({
  hash: z.string().min(1),
  /** When it was done. */
  date: z.iso.datetime(),
  /** Absolute, on the Engine's own address. */
  inputUrl: z.url(),
  /** As `get` shows it: `5.70 MB`. */
  size: z.string(),
  sepType: z.int().min(0),
});

export type DemoItem = z.infer<typeof demoItem>;

/** How often a type was used in a month. */
export const usageItem = z.object({ sk: z.string().regex(/^\d+$/), count: z.int().min(0) });

/** What users think of a type: the sum and the number of their marks from 1 to 5. */
export const ratingItem = z.object({
  sk: z.string().regex(/^\d+$/),
  sum: z.int().min(0),
  total: z.int().min(0),
});
