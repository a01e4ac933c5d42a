import * as z from 'zod';
import { defineOperation, NOTHING, type Operation } from '../../../shared/api/operation.ts';

const parameters = z.object({ shelf: z.string().regex(/^[a-z0-9]{1,8}$/) });

/** An operation with everything that one can have. */
export const makeSong = defineOperation({
  id: 'makeSong',
  method: 'POST',
  path: '/samples/{shelf}/songs',
  answeredBy: 'make-song',
  scope: 'write',
  tag: 'Jobs',
  summary: 'Make a song.',
  purpose: 'For tests alone.',
  parameters,
  query: z.strictObject({ loud: z.enum(['true', 'false']).optional() }),
  body: z.strictObject({
    title: z.string().max(100),
    tracks: z.array(z.strictObject({ seconds: z.number().min(0) })).max(10),
    tags: z.record(z.string(), z.string()).optional(),
  }),
  isIdempotent: true,
  status: 201,
  reply: z.strictObject({ id: z.string() }),
  examples: [
    {
      summary: 'A song',
      parameters: { shelf: 'a1' },
      query: { loud: 'true' },
      body: { title: 'Blue', tracks: [{ seconds: 12 }], tags: { mood: 'calm' } },
      reply: { id: 's1' },
    },
  ],
});

const listSongs = defineOperation({
  id: 'listSongs',
  method: 'GET',
  path: '/samples/{shelf}/songs',
  answeredBy: 'list-songs',
  scope: 'read',
  tag: 'Jobs',
  summary: 'List songs.',
  purpose: 'For tests alone.',
  parameters,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(50).optional(),
    cursor: z.string().optional(),
  }),
  body: NOTHING,
  status: 200,
  reply: z.strictObject({ songs: z.array(z.string()) }),
  examples: [{ summary: 'One', parameters: { shelf: 'a1' }, reply: { songs: ['s1'] } }],
});

const showShelves = defineOperation({
  id: 'showShelves',
  method: 'GET',
  path: '/samples',
  answeredBy: 'show-shelves',
  scope: 'anyone',
  tag: 'About',
  summary: 'Show the shelves.',
  purpose: 'For tests alone.',
  parameters: NOTHING,
  query: NOTHING,
  body: NOTHING,
  status: 200,
  reply: z.strictObject({ shelves: z.array(z.string()) }),
  examples: [{ summary: 'One', reply: { shelves: ['a1'] } }],
});

/** Operations of every kind, beside those that the API has. */
export const SAMPLE_OPERATIONS: readonly Operation[] = [makeSong, listSongs, showShelves];
