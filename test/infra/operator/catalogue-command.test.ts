import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { algorithmsServing } from '../../../functions/engine/list-algorithms/describe-algorithms.ts';
import { runOperator } from '../../../infra/operator/run-operator.ts';
import { SEPARATION_TYPES } from '../../../shared/mvsep/catalogue/separation-type.ts';
import { offersOfAllTypes } from '../../upstream/offers-of-all-types.ts';

const NOBODY = {
  usage: new Map<number, number>(),
  ratings: new Map<number, { sum: number; total: number }>(),
};
const CATALOGUE_FILE = 'shared/mvsep/catalogue/separation-types.json';

const PRICES = new Map(SEPARATION_TYPES.map(({ id, creditsPerMinute }) => [id, creditsPerMinute ?? 0]));

/** A server of every type that still runs, at the known prices but one, without one type. */
function answerOf(path: string): unknown {
  const scopes = new URL(path, 'http://server').searchParams.get('scopes') ?? undefined;
  return algorithmsServing(offersOfAllTypes())(scopes, NOBODY)
    .filter(({ render_id }) => render_id !== 3)
    .map((item) => ({
      ...item,
      price_coefficient: item.render_id === 44 ? 9 : PRICES.get(item.render_id),
    }));
}

let server: Server;
let address: string;
let answer: (path: string) => unknown = answerOf;
beforeAll(async () => {
  server = createServer((request, response) => {
    const body = answer(request.url ?? '');
    response.statusCode = body === undefined ? 503 : 200;
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('no port');
  address = `http://127.0.0.1:${at.port}`;
});
afterAll(() => void server.close());

async function catalogue(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runOperator(['catalogue', ...args], {
    print: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
    now: () => new Date(0),
  });
  return { code, said, complained: complained.join('\n') };
}

describe('catalogue search', () => {
  it('lists types with their numbers', async () => {
    const { code, said } = await catalogue('search', 'mvsep', 'drums');
    expect(code).toBe(0);
    expect(said[0]).toBe('  44  MVSep Drums (drums, other)  [Drums, Bass and Synth]');
    expect((await catalogue('search', 'melband')).said.at(-1)).toContain('(switched off)');
    expect((await catalogue('search', '--stem', 'kick')).said.length).toBeGreaterThan(0);
  });

  it('says that nothing fits', async () => {
    expect((await catalogue('search', 'xyzzy')).said).toEqual([
      'No separation type fits. Try fewer words, or --stem.',
    ]);
  });
});

describe('catalogue refresh', () => {
  it('says what is different at a server, and writes nothing when it is a dry run', async () => {
    answer = answerOf;
    const before = readFileSync(CATALOGUE_FILE, 'utf8');
    const { code, said } = await catalogue('refresh', '--from', address, '--dry-run');
    expect(code).toBe(0);
    expect(said).toEqual([
      'removed  3 UnMix',
      'changed  44 MVSep Drums (drums, other): credits a minute: 1 → 9',
    ]);
    expect(readFileSync(CATALOGUE_FILE, 'utf8')).toBe(before);
  });

  it.each([
    ['an error', undefined, /HTTP 503/],
    ['an empty list', [], /no list of separation types/],
    ['something else', { success: true }, /no list of separation types/],
    ['no JSON', '<html>', /no list of separation types/],
  ])('refuses %s', async (_, body, message) => {
    answer = () => body;
    expect(await catalogue('refresh', '--from', address)).toMatchObject({
      code: 1,
      complained: expect.stringMatching(message),
    });
  });

  it('says that a server is not there, and wants an address', async () => {
    expect(await catalogue('refresh', '--from', 'http://127.0.0.1:1')).toMatchObject({ code: 1 });
    expect(await catalogue('refresh')).toMatchObject({ code: 2 });
    expect(await catalogue('refresh', '--from', 'mvsep.com')).toMatchObject({ code: 2 });
    expect(await catalogue('forget')).toMatchObject({ code: 2 });
  });
});
