import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readRequest } from '../../../shared/api/answer/read-request.ts';
import { defineOperation, NOTHING } from '../../../shared/api/operation.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { apiEvent, type EventParts } from './api-event.ts';
import { makeSong } from './sample-operations.ts';

const MiB = 1024 * 1024;
const usable = { title: 'Blue', tracks: [{ seconds: 12 }] };

const read = (parts: EventParts) =>
  readRequest(makeSong, apiEvent({ parameters: { shelf: 'a1' }, ...parts }));
const withBody = (body: unknown, parts: EventParts = {}) => read({ body: JSON.stringify(body), ...parts });

/** The problem with which a request is refused. */
function refusal(parts: EventParts): ApiProblem {
  try {
    read(parts);
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
  throw new Error('The request was accepted.');
}
const pointers = (parts: EventParts) => refusal(parts).errors.map(({ pointer }) => pointer);

describe('a request', () => {
  it('is read with its parameters, query, body and idempotency key', () => {
    const headers = { 'Idempotency-Key': 'abc-1', 'content-type': 'application/json; charset=utf-8' };
    expect(withBody(usable, { query: 'loud=true', headers })).toEqual({
      parameters: { shelf: 'a1' },
      query: { loud: 'true' },
      body: usable,
      idempotencyKey: 'abc-1',
    });
  });

  it.each(['application/json', 'APPLICATION/JSON;charset=utf-8', 'application/vnd.song+json'])(
    'may send its body as %s, as text or in base64',
    (type) => {
      const body = Buffer.from(JSON.stringify(usable));
      expect(read({ body, headers: { 'content-type': type } }).body).toEqual(usable);
      expect(withBody(usable, { headers: { 'content-type': type } }).body).toEqual(usable);
    },
  );

  it('with a body that nobody asked for is read without it', () => {
    const operation = defineOperation({ ...makeSong, body: NOTHING, examples: [] });
    const event = apiEvent({
      parameters: { shelf: 'a1' },
      body: 'no {JSON',
      headers: { 'content-type': 'x' },
    });
    expect(readRequest(operation, event).body).toEqual({});
  });

  it('does not heed an idempotency key that its operation does not', () => {
    const operation = { ...makeSong, isIdempotent: false };
    const headers = { 'idempotency-key': 'two words' };
    const event = apiEvent({ parameters: { shelf: 'a1' }, body: JSON.stringify(usable), headers });
    expect(readRequest(operation, event)).not.toHaveProperty('idempotencyKey');
  });
});

describe('what is wrong with a request', () => {
  it('is all said at once, by JSON pointers', () => {
    const body = { title: 7, tracks: [{ seconds: 12 }, { seconds: -1, 'a/b~c': 1 }], extra: true };
    const { kind, errors, message } = refusal({ body: JSON.stringify(body) });
    expect(kind).toBe('invalid-request');
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '',
      '/title',
      '/tracks/1',
      '/tracks/1/seconds',
    ]);
    expect(message).toMatch(/^The request is not usable: \/title: /);
  });

  it('is found in pointers whose names are written as RFC 6901 says', () => {
    const body = { ...usable, tags: { 'a/b~c': 5 } };
    expect(pointers({ body: JSON.stringify(body) })).toEqual(['/tags/a~1b~0c']);
  });

  it('is named by its parameter in a query', () => {
    expect(pointers({ body: JSON.stringify(usable), query: 'loud=perhaps' })).toEqual(['loud']);
    expect(pointers({ body: JSON.stringify(usable), query: 'colour=red' })).toEqual(['query']);
  });

  it.each(['loud=true&loud=true', 'loud=true&colour=1&loud=false', 'a=1&%61=2'])(
    'is a query parameter that comes twice: %s',
    (query) => {
      const [error] = refusal({ body: JSON.stringify(usable), query }).errors;
      expect(error?.detail).toBe('This parameter may come once.');
    },
  );

  it('is an address whose parameter is none', () => {
    const problem = refusal({ parameters: { shelf: 'not a shelf' }, body: JSON.stringify(usable) });
    expect([problem.kind, problem.errors]).toEqual(['not-found', []]);
    expect(refusal({ parameters: {}, body: '{}' }).kind).toBe('not-found');
  });

  it.each(['two words', 'ä', '', 'x'.repeat(201), 'a\n'])('is the idempotency key %j', (key) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    expect(pointers({ body: JSON.stringify(usable), headers })).toEqual(['Idempotency-Key']);
  });

  it.each([undefined, '', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'json'])(
    'is a body of the type %s',
    (type) => {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      expect(refusal({ body: Buffer.from(JSON.stringify(usable)), headers }).kind).toBe(
        'unsupported-media-type',
      );
    },
  );

  it.each(['', '{', '{"title":"Blue",}', "{'title':1}", 'NaN', '\u0000'])('is the body %j', (body) => {
    const { kind, message } = refusal({ body });
    expect(kind).toBe('invalid-request');
    expect(message).toMatch(/^The body is not JSON/);
  });

  it('is a body that is no UTF-8, which is not read as something else', () => {
    const title = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]);
    const headers = { 'content-type': 'application/json' };
    expect(refusal({ body: title, headers }).message).toMatch(/^The body is not JSON/);
  });

  it.each([
    String.raw`"\ud800"`,
    String.raw`"\uDFFF"`,
    String.raw`"\ude00\ud83d"`,
    String.raw`"\ud83d\\\ude00"`,
    String.raw`"\\\ud800"`,
    String.raw`"\ud83d\ud83d\ude00"`,
  ])('is half of a character, which can be kept nowhere: %s', (title) => {
    expect(JSON.parse(title).isWellFormed()).toBe(false);
    const { kind, message } = refusal({ body: `{"title":${title},"tracks":[]}` });
    expect(kind).toBe('invalid-request');
    expect(message).toContain('ends within a character');
    expect(refusal({ body: `{"title":"Blue","tracks":[],${title}:1}` }).message).toBe(message);
  });

  it.each([
    String.raw`"\ud83d\ude00"`,
    String.raw`"\uD83D\uDE00\ud83d\ude00"`,
    String.raw`"\\ud800"`,
    String.raw`"C:\\udfff"`,
    '"😀"',
  ])('is no whole character, however it is written: %s', (title) => {
    expect(read({ body: `{"title":${title},"tracks":[]}` }).body).toMatchObject({
      title: JSON.parse(title),
    });
  });

  it('is a body of more than 1 MiB, in bytes', () => {
    const padded = (bytes: number) => JSON.stringify(usable).padEnd(bytes);
    expect(read({ body: padded(MiB) }).body).toEqual(usable);
    expect(refusal({ body: padded(MiB + 1) }).kind).toBe('too-large');
    const title = 'ä'.repeat(MiB / 2);
    expect(refusal({ body: JSON.stringify({ ...usable, title }) }).kind).toBe('too-large');
  });

  it('is every value of a wrong type, and never an error of ours', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (body) => {
        fc.pre(!makeSong.body.safeParse(body).success);
        const { kind, errors } = refusal({ body: JSON.stringify(body) });
        expect(kind).toBe('invalid-request');
        for (const { pointer } of errors) expect(pointer).toMatch(/^(\/.*)?$/s);
      }),
    );
  });

  it('is said in few words, however much of it there is', () => {
    const long = 'ö'.repeat(300_000);
    for (const body of [
      { ...usable, [long]: 1 },
      { ...usable, tracks: Array.from({ length: 300_000 }, () => 1) },
      Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`field ${index}`, 1])),
    ]) {
      const { errors, message } = refusal({ body: JSON.stringify(body) });
      expect(errors.length).toBeLessThanOrEqual(50);
      expect(JSON.stringify({ errors, message }).length).toBeLessThan(30_000);
    }
    const pairs = `${'a'.repeat(10_000)}=1&${'a'.repeat(10_000)}=2`;
    expect(JSON.stringify(refusal({ body: '{}', query: pairs }).errors).length).toBeLessThan(1_000);
  });
});

describe('keys that JavaScript has a meaning for', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('are refused in a body: %s', (name) => {
    expect(refusal({ body: `{"${name}":{"isAdmin":true},"title":"Blue","tracks":[]}` }).kind).toBe(
      'invalid-request',
    );
    expect(Object.prototype).not.toHaveProperty('isAdmin');
  });

  it.each(['__proto__', 'constructor', 'toString'])('are refused in a query: %s', (name) => {
    expect(refusal({ body: JSON.stringify(usable), query: `${name}=1` }).kind).toBe('invalid-request');
  });

  it('do nothing in a place that takes any name', () => {
    const body = `{"title":"Blue","tracks":[],"tags":{"__proto__":"x","constructor":"y"}}`;
    const { body: song } = read({ body });
    expect(Object.getPrototypeOf(song.tags)).toBe(Object.prototype);
    expect(z.record(z.string(), z.string()).parse(song.tags)).toEqual({ constructor: 'y' });
  });
});
