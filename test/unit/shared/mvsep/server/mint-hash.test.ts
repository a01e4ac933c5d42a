import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseNameOf, fileNameOf, longHash, shortHash } from '../../../../../shared/mvsep/server/mint-hash.ts';

const time = new Date('2023-03-27T07:16:01.999Z');

describe('longHash', () => {
  it('carries UTC time, ten hex digits and the name as a slug', () => {
    expect(longHash('13 Dimensions.mp3', time)).toMatch(/^20230327071601-[0-9a-f]{10}-13-dimensions\.mp3$/);
  });

  it('is a legal hash, key and execution name for every file name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const hash = longHash(name, time);
        expect(hash).toMatch(/^\d{14}-[0-9a-f]{10}-[a-z0-9-]+\.[a-z0-9]{1,5}$/);
        expect(hash.length).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('is the same for the same origin and another for another', () => {
    expect(longHash('a.wav', time, 'x')).toBe(longHash('a.wav', time, 'x'));
    expect(longHash('a.wav', time, 'x')).not.toBe(longHash('a.wav', time, 'y'));
    expect(longHash('a.wav', time)).not.toBe(longHash('a.wav', time));
  });

  it('gives its file name back, with and without extension', () => {
    const hash = longHash('2024 12-song.wav', time);
    expect(fileNameOf(hash)).toBe('2024-12-song.wav');
    expect(baseNameOf(fileNameOf(hash))).toBe('2024-12-song');
  });
});

describe('shortHash', () => {
  it('is sixteen letters and digits, and never the same', () => {
    const hashes = Array.from({ length: 100 }, shortHash);
    expect(new Set(hashes).size).toBe(100);
    for (const hash of hashes) expect(hash).toMatch(/^[A-Za-z0-9]{16}$/);
  });
});
