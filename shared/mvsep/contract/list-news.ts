import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';
import { unwrapped } from './unwrapped.ts';
import { wireFields } from './wire-fields.ts';
import { wireTime } from './wire-time.ts';

const newsItem = z.strictObject({
  id: z.int(),
  title: z.string(),
  lang: z.string().describe('A code of two letters, such as en.'),
  text: z.string().describe('HTML.'),
  status: z.int(),
  created_at: wireTime,
  updated_at: wireTime,
});

export const listNews = defineCall({
  name: 'app.news',
  method: 'GET',
  path: '/api/app/news',
  token: 'none',
  repeatable: true,
  purpose: 'Lists the news of the service, the latest first.',
  params: z.object({
    lang: wireFields.language().describe('News in this language only, for example en or ru.'),
    start: wireFields.start(),
    limit: wireFields.limit(),
  }),
  reply: z.array(newsItem),
  answer: unwrapped(
    z.array(
      z
        .object({
          id: looseFields.number,
          title: looseFields.text,
          lang: looseFields.text,
          text: looseFields.text,
          status: looseFields.number,
          created_at: looseFields.text,
          updated_at: looseFields.text,
        })
        .transform(camelKeys),
    ),
  ),
  errors: [callError.invalid('The lang field must be a code of two letters, such as en.'), callError.rate],
  examples: [
    {
      summary: 'The latest news in English',
      params: { lang: 'en', start: 0, limit: 1 },
      reply: [
        {
          id: 12,
          title: 'Long songs are separated faster',
          lang: 'en',
          text: '<p>Songs of more than five minutes are separated in parts, side by side.</p>',
          status: 1,
          created_at: '2026-08-10 08:00:00',
          updated_at: '2026-08-10 08:00:00',
        },
      ],
    },
  ],
});
