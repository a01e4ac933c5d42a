import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDispositionName } from '../../../shared/remote/content-disposition-name.ts';
import { nameOfLink } from '../../../shared/remote/name-of-link.ts';

describe('contentDispositionName', () => {
  it.each([
    ['attachment; filename="song.wav"', 'song.wav'],
    ['attachment; filename=song.wav', 'song.wav'],
    ['attachment; filename="my \\"best\\" song.wav"; size=3', 'my "best" song.wav'],
    ['attachment; filename="fallback.wav"; filename*=UTF-8\'\'na%C3%AFve%20song.wav', 'naïve song.wav'],
    ["attachment;filename*=iso-8859-1'en'%A3%20rates.wav", '£ rates.wav'],
    [`attachment; filename="${Buffer.from('naïve.wav').toString('latin1')}"`, 'naïve.wav'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\music\\\\song.wav"', 'song.wav'],
  ])('reads %s', (header, name) => {
    expect(contentDispositionName(header)).toBe(name);
  });

  it.each([
    undefined,
    'attachment',
    'inline; filename=""',
    'attachment; filename="/"',
    'attachment; filename=".."',
  ])('finds no name in %s', (header) => {
    expect(contentDispositionName(header)).toBeUndefined();
  });

  it('gives back every name that a server encodes, and never a folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (name) => {
        const encoded = encodeURIComponent(name.toWellFormed()).replace(
          /['()*]/g,
          (sign) => `%${sign.charCodeAt(0).toString(16)}`,
        );
        const found = contentDispositionName(`attachment; filename*=UTF-8''${encoded}`);
        if (found === undefined) return;
        expect(found).not.toMatch(/[/\\\p{Cc}]/u);
        expect(name.toWellFormed()).toContain(found);
      }),
    );
  });

  it('survives any header', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        contentDispositionName(header);
        contentDispositionName(`attachment; filename=${header}`);
      }),
    );
  });
});

describe('nameOfLink', () => {
  it.each([
    ['direct', 'https://example.com/music/My%20Song.mp3?X-Amz-Signature=1', 'My Song.mp3'],
    ['direct', 'https://example.com/100%.wav', '100%.wav'],
    ['dropbox', 'https://www.dropbox.com/scl/fi/abc/song.flac?rlkey=x&dl=0', 'song.flac'],
    ['dropbox', 'https://www.dropbox.com/s/abc/song.flac?dl=0', 'song.flac'],
  ] as const)('reads the %s link %s', (type, url, name) => {
    expect(nameOfLink(url, type)).toBe(name);
  });

  it.each([
    ['direct', 'https://example.com/'],
    ['direct', 'https://example.com/download?file=song.mp3'],
    ['direct', 'https://example.com/.hidden'],
    ['direct', 'no link'],
    ['drive', 'https://drive.google.com/file/d/1234567890/song.mp3'],
    ['mega', 'https://mega.nz/file/abc.mp3#key'],
  ] as const)('finds none in the %s link %s', (type, url) => {
    expect(nameOfLink(url, type)).toBeUndefined();
  });
});
