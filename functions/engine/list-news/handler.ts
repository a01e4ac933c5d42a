import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openPublications } from '../../../shared/engine/publications/open-publications.ts';
import { listNews } from '../../../shared/mvsep/contract/list-news.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { newsPage } from './news-page.ts';

const publications = openPublications();

/** GET /api/app/news → a bare array of the news of one language. */
export const handler = answerCall(listNews, callFrame('list-news'), ({ params }) =>
  newsPage(publications, params),
);
