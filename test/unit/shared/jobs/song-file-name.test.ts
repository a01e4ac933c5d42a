import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { songFileName } from '../../../../shared/jobs/song-file-name.ts';

describe('the name of a song in its key', () => {
  it.each([
    ['My Song.wav', 'My Song.wav'],
    ['C:\\music\\Ärger 🎸.flac', 'Ärger 🎸.flac'],
    ['../../etc/passwd', 'passwd'],
    ['A$AP $'.concat('{filename}.mp3'), 'A_AP _{filename}.mp3'],
    ['new\nline\u0000.wav', 'newline.wav'],
    [`${'ü'.repeat(200)}.wav`, `${'ü'.repeat(125)}.wav`],
    ['\ud83c half.wav', '\ufffd half.wav'],
  ])('%j is %j', (name, expected) => {
    expect(songFileName(name)).toBe(expected);
  });

  it.each(['', '.', '..', 'a/', 'a\\..', ' ', '\u0000'])('%j is none', (name) => {
    expect(songFileName(name)).toBeUndefined();
  });

  it('is one part of a key, keeps its extension, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = songFileName(`x${text}y.flac`) ?? expect.fail();
        expect(name).toMatch(/\.flac$/);
        expect(name).not.toMatch(/[/\\$\p{Cc}]/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(songFileName(name)).toBe(name);
      }),
      { numRuns: 50 },
    );
  });
});
