import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallRefusal } from '../../../../shared/errors/call-refusal.ts';
import { parseForm } from '../../../../shared/mvsep/server/parse-form.ts';
import { apiEvent, multipartBody } from '../form-event.ts';

const song = Buffer.from([0, 13, 10, 45, 45, 255, 0]);

describe('parseForm', () => {
  it('reads a form of 5 MB whole', async () => {
    const bytes = Buffer.alloc(5_000_000, 'song\r\n--the-bound');
    const form = multipartBody([
      ['audiofile', { name: 'a.wav', bytes }],
      ['sep_type', '44'],
    ]);
    const { fields, files } = await parseForm(apiEvent(form), ['audiofile']);
    expect(fields).toEqual({ sep_type: '44' });
    expect(files.audiofile?.bytes.equals(bytes)).toBe(true);
  });

  it.each(['first', 'last'])('reads a multipart form with the file %s', async (place) => {
    const file = ['audiofile', { name: 'A söng 🎵.wav', bytes: song }] as const;
    const token = ['api_token', 'abc'] as const;
    const form = multipartBody(place === 'first' ? [file, token] : [token, file]);
    const { fields, files } = await parseForm(apiEvent(form), ['audiofile']);
    expect(fields).toEqual({ api_token: 'abc' });
    expect(files.audiofile).toEqual({ name: 'A söng 🎵.wav', bytes: song });
  });

  it('reads a file part with or without a Content-Type, and passes other files by', async () => {
    const form = multipartBody([
      ['other', { name: 'x.txt', bytes: Buffer.from('x') }],
      ['audiofile', { name: 'a.mp3', bytes: song, type: 'audio/mpeg' }],
      ['sep_type', '44'],
    ]);
    const { fields, files } = await parseForm(apiEvent(form), ['audiofile']);
    expect(files.audiofile?.bytes).toEqual(song);
    expect(fields).toEqual({ sep_type: '44' });
  });

  it('takes a file part without name and bytes, as browsers send it, for no file', async () => {
    const empty = { name: '', bytes: Buffer.alloc(0) };
    const url = ['url', 'https://songs.example/a.mp3'] as const;
    for (const part of [empty, { ...empty, type: 'application/octet-stream' }]) {
      const { fields, files } = await parseForm(apiEvent(multipartBody([url, ['audiofile', part]])), [
        'audiofile',
      ]);
      expect(fields).toEqual({ url: 'https://songs.example/a.mp3' });
      expect(files).toEqual({});
    }
    const named = multipartBody([['audiofile', { name: 'a.wav', bytes: Buffer.alloc(0) }]]);
    expect((await parseForm(apiEvent(named), ['audiofile'])).files.audiofile).toEqual({
      name: 'a.wav',
      bytes: Buffer.alloc(0),
    });
    const unnamed = multipartBody([['audiofile', { name: '', bytes: song }]]);
    expect((await parseForm(apiEvent(unnamed), ['audiofile'])).files.audiofile?.bytes).toEqual(song);
  });

  it('reads an urlencoded form, base64 or not', async () => {
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    const body = 'url=https%3A%2F%2Fexample.com%2Fa+b.wav&add_opt1=';
    const fields = { url: 'https://example.com/a b.wav', add_opt1: '' };
    expect(await parseForm(apiEvent({ contentType, body }), ['audiofile'])).toEqual({ fields, files: {} });
    expect(await parseForm(apiEvent({ contentType, body: Buffer.from(body) }), ['audiofile'])).toEqual({
      fields,
      files: {},
    });
  });

  it('reads an urlencoded form of as many fields as a multipart form may have', async () => {
    const body = Array.from({ length: 500 }, (_, number) => `field-${number}=a`).join('&');
    const form = apiEvent({ contentType: 'application/x-www-form-urlencoded', body });
    expect(Object.keys((await parseForm(form, [])).fields)).toHaveLength(500);
  });

  it.each(['bogus', 'utf-16le', 'latin1', '', '"utf-8"'])(
    'reads a field in the charset %s',
    async (charset) => {
      const body = `--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n\xd8\x00abc\r\n--x--\r\n`;
      const event = apiEvent({
        contentType: 'multipart/form-data; boundary=x',
        body: Buffer.from(body, 'latin1'),
      });
      const { fields } = await parseForm(event, []);
      expect(fields.a?.isWellFormed()).toBe(true);
    },
  );

  it('reads a name that is written as RFC 5987 wants it', async () => {
    const body =
      '--x\r\nContent-Disposition: form-data; name="audiofile"; filename*=UTF-8\'\'S%C3%B6ng.wav\r\n\r\nRIFF\r\n--x--\r\n';
    const { files } = await parseForm(apiEvent({ contentType: 'multipart/form-data; boundary=x', body }), [
      'audiofile',
    ]);
    expect(files.audiofile?.name).toBe('Söng.wav');
  });

  it('carries any bytes of a file unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const form = multipartBody([['audiofile', { name: 'a', bytes: Buffer.from(bytes) }]]);
        expect((await parseForm(apiEvent(form), ['audiofile'])).files.audiofile?.bytes).toEqual(
          Buffer.from(bytes),
        );
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['JSON', { contentType: 'application/json', body: '{}' }],
    ['no type', { body: 'a=b' }],
    ['a form without a boundary', { contentType: 'multipart/form-data', body: 'x' }],
    [
      'a form that breaks off',
      { contentType: 'multipart/form-data; boundary=x', body: '--x\r\nContent-Dis' },
    ],
    [
      'a form that the parser would wait for forever',
      {
        contentType: 'multipart/form-data; boundary=x',
        body: `--x\n--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n${'y'.repeat(70_000)}\r\n--x--\r\n`,
      },
    ],
    [
      'a form of more parts than any call has',
      multipartBody(Array.from({ length: 501 }, (_, number) => [`field-${number}`, ''] as const)),
    ],
    [
      'an urlencoded form of more fields than any call has',
      { contentType: 'application/x-www-form-urlencoded', body: 'a=b&'.repeat(500) },
    ],
    [
      'a file that breaks off',
      {
        contentType: 'multipart/form-data; boundary=x',
        body: '--x\r\nContent-Disposition: form-data; name="audiofile"; filename="a"\r\n\r\nhalf',
      },
    ],
  ])('refuses %s', async (_, parts) => {
    await expect(parseForm(apiEvent(parts), ['audiofile'])).rejects.toBeInstanceOf(CallRefusal);
  });
});
