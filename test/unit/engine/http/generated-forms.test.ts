import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CALLS } from '../../../../shared/mvsep/contract/calls.ts';
import { errorReply } from '../../../../shared/mvsep/contract/error-reply.ts';
import { answerCall } from '../../../../shared/mvsep/server/answer-call.ts';
import type { AnsweredCall } from '../../../../shared/mvsep/server/answered-call.ts';
import { apiEvent, multipartBody } from '../form-event.ts';
import { type KeyedTables, startKeyedTables } from '../keyed-tables.ts';
import { lambdaContext } from '../lambda-context.ts';
import { OWNER_TOKEN, testFrame } from './test-frame.ts';

let tables: KeyedTables;
beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());

const known = [...new Set(CALLS.flatMap(({ params }) => fieldsOf(params)))];

function fieldsOf(params: z.ZodType): string[] {
  return params instanceof z.ZodObject ? Object.keys(params.shape) : [];
}

const text = fc.oneof(
  fc.constantFrom('', '0', '1', '-1', 'true', '44', '1e3', 'null', '[]', '../..', '%00', '\0', ' '),
  fc.integer().map(String),
  fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.toWellFormed()),
  fc.constant('x'.repeat(70_000)),
);
const fieldName = fc.oneof(
  fc.constantFrom(...known, 'api_token', '__proto__', 'constructor', 'toString'),
  fc.string({ maxLength: 12 }).map((name) => name.replaceAll(/["\r\n\\]/g, '')),
);
const field = fc.tuple(fieldName, text);
const file = fc.record({
  name: fc.oneof(
    fc.constantFrom('A söng 🎵.wav', '', 'a b.mp3', '..', '/etc/passwd', '歌.flac'),
    fc.string({ unit: 'grapheme', maxLength: 30 }).map((name) => name.replaceAll(/["\r\n\\]/g, '')),
  ),
  bytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
});
const filePart = fc.tuple(fc.constantFrom('audiofile', 'zipfile', 'reference_audiofile', 'other', ''), file);

const multipart = fc
  .tuple(fc.array(field, { maxLength: 8 }), fc.array(filePart, { maxLength: 3 }), fc.boolean())
  .map(([fields, files, isFileFirst]) =>
    multipartBody(isFileFirst ? [...files, ...fields] : [...fields, ...files]),
  );
const urlencoded = fc.array(field, { maxLength: 8 }).map((fields) => ({
  contentType: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
}));
/** A form of which a piece is missing, or that has bytes in it which do not belong there. */
const broken = fc
  .tuple(multipart, fc.nat(2_000), fc.nat(100), fc.uint8Array({ maxLength: 60 }))
  .map(([{ contentType, body }, at, cut, junk]) => ({
    contentType,
    body: Buffer.concat([body.subarray(0, at), Buffer.from(junk), body.subarray(at + cut)]),
  }));
const junk = fc.record({
  contentType: fc.oneof(
    fc.constantFrom(
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary="the-boundary"',
      'multipart/form-data; boundary=the-boundary; charset=utf-16le',
      'application/x-www-form-urlencoded; charset=latin1',
      'application/json',
      '',
    ),
    fc.string({ maxLength: 40 }),
  ),
  body: fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ maxLength: 100 }),
  ),
});
const form = fc.oneof(multipart, urlencoded, broken, junk);

/** What a use case gets is answered back, so that the test sees it. */
const echo = async ({ params, files }: { params: unknown; files: object }) => ({
  success: true,
  params,
  files: Object.keys(files),
});

describe('any form or query', () => {
  it.each(CALLS.map((call) => [call.name, call] as const))(
    'to %s is answered with 200 or a refusal in its full shape, never with a failure',
    async (_, call: AnsweredCall<z.ZodType>) => {
      const { frame, log } = await testFrame(tables, { limit: 1_000_000 });
      const handler = answerCall(call, frame, echo);
      const isPost = call.token === 'form' || (call.files ?? []).length > 0;
      await fc.assert(
        fc.asyncProperty(
          form,
          fc.array(field, { maxLength: 6 }),
          fc.boolean(),
          async (posted, query, hasToken) => {
            const event = apiEvent(isPost ? posted : {});
            const token = hasToken ? [['api_token', OWNER_TOKEN] as const] : [];
            event.rawQueryString = new URLSearchParams(
              [...query, ...token].map(([name, value]): [string, string] => [name, value]),
            ).toString();
            const { statusCode = 0, body } = await handler(event, lambdaContext);
            expect([200, 400, 401]).toContain(statusCode);
            const answer: unknown = JSON.parse(body ?? '');
            if (statusCode === 200) expect(answer).toMatchObject({ success: true });
            else errorReply.parse(answer);
            expect(body).not.toContain(OWNER_TOKEN);
          },
        ),
        { numRuns: 40 },
      );
      expect(log.error).not.toHaveBeenCalled();
    },
    20_000,
  );
});

describe('a whole form', () => {
  it('comes out as it went in: fields and files, in any order, under any name', async () => {
    const params = z.object({ text: z.string().optional() });
    const call = {
      name: 'app.test',
      path: '/api/app/test',
      token: 'none',
      params,
      files: [{ name: 'audiofile', about: 'a song', required: true }],
      errors: [],
      reply: z.unknown(),
    } as const;
    const { frame } = await testFrame(tables, { limit: 1_000_000 });
    const song = fc.record({
      name: fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
        .filter((name) => /^[^"\r\n\\/%;]+$/.test(name) && name.isWellFormed() && name.trim() === name)
        .filter((name) => name !== '.' && name !== '..'),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    });
    const value = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((one) => one.toWellFormed());
    await fc.assert(
      fc.asyncProperty(song, value, fc.boolean(), async (file, written, isFileFirst) => {
        let seen: unknown;
        const handler = answerCall(call, frame, async (request) => {
          seen = { ...request.params, ...request.files };
          return {};
        });
        const parts = [['audiofile', file] as const, ['text', written] as const];
        await handler(apiEvent(multipartBody(isFileFirst ? parts : parts.toReversed())), lambdaContext);
        expect(seen).toEqual({ text: written, audiofile: file });
      }),
      { numRuns: 100 },
    );
  });
});
