import type * as z from 'zod';
import type { Publications } from '../../../shared/engine/publications/publications.ts';
import type { listNews } from '../../../shared/mvsep/contract/list-news.ts';
import { wireTimeOf } from '../../../shared/mvsep/server/wire-time-of.ts';

/** The language of callers that name none. */
const DEFAULT_LANGUAGE = 'en';

/** News are deleted rather than hidden: every one that is there is published. */
const PUBLISHED = 1;

/** News of one language, the latest first. */
export async function newsPage(
  publications: Pick<Publications, 'news'>,
  { lang = DEFAULT_LANGUAGE, start, limit }: z.output<typeof listNews.params>,
): Promise<z.input<typeof listNews.reply>> {
  const news = await publications.news(lang, { start, limit });
  return news.map(({ id, title, text, createdAt, updatedAt }) => ({
    id,
    title,
    lang,
    text,
    status: PUBLISHED,
    created_at: wireTimeOf(createdAt),
    updated_at: wireTimeOf(updatedAt),
  }));
}
