import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveJobId, jobId } from '../../../../shared/jobs/job-id.ts';
import { MAXIMUM_STEM_NAME_BYTES, stemNames } from '../../../../shared/jobs/stem-name.ts';
import { checkStemsKeyLength, stemsFolders, stemsKey } from '../../../../shared/jobs/stems-key.ts';

const ID = jobId.parse('0123456789abcdef0123456789abcdef');
const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('stemNames', () => {
  it('gives plain names', () => {
    expect(stemNames(['Vocals_Lead', 'Other', 'other', 'Hi-hat', 'Gültig', '', '🎸', 'Manifest'])).toEqual([
      'vocals-lead',
      'other',
      'other-2',
      'hi-hat',
      'gultig',
      'stem',
      'stem-2',
      'manifest-2',
    ]);
  });

  it('lets no label leave its folder, and gives every stem a name of its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyText, fc.constantFrom('../../x', 'a/b', '..', 'A', 'a')), { maxLength: 60 }),
        (labels) => {
          const names = stemNames(labels);
          expect(new Set(names).size).toBe(labels.length);
          for (const name of names) {
            expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
            expect(name.length).toBeLessThanOrEqual(MAXIMUM_STEM_NAME_BYTES);
          }
        },
      ),
    );
  });
});

describe('stemsFolders', () => {
  it.each([
    ['uploads/live/song.wav', 'stems/live/song', 'stems/live/song.wav'],
    ['uploads/no extension', 'stems/no extension', 'stems/no extension'],
    ['uploads/a.b/c', 'stems/a.b/c', 'stems/a.b/c'],
    ['uploads/.hidden', 'stems/.hidden', 'stems/.hidden'],
  ])('%s', (key, preferred, fallback) => {
    expect(stemsFolders(key, ID)).toEqual([preferred, fallback, `${fallback}-${ID}`]);
  });
});

describe('checkStemsKeyLength', () => {
  it('accepts exactly the keys whose stems fit into S3, whatever they are called', () => {
    fc.assert(
      fc.property(fc.integer({ min: 850, max: 1010 }), fc.constantFrom('a', 'ü', '🎸'), (bytes, letter) => {
        const size = Buffer.byteLength(letter);
        const key = `uploads/${letter.repeat(Math.floor(bytes / size))}.wav`;
        const [, , folder] = stemsFolders(key, ID);
        const longest = stemsKey(`${folder}/mvsep-drums`, 'x'.repeat(MAXIMUM_STEM_NAME_BYTES), 'json');
        const check = () => checkStemsKeyLength(key, 'mvsep-drums', ID);
        if (Buffer.byteLength(longest) > 1024) expect(check).toThrow(/shorter/);
        else expect(check).not.toThrow();
      }),
    );
  });
});

describe('deriveJobId', () => {
  const identity = { bucket: 'b', key: 'uploads/k', version: 'v', separationSlug: 's', outputFormat: 1 };

  it('is the same for the same upload, and another for anything else', () => {
    const ids = [
      identity,
      { ...identity, key: 'uploads/l' },
      { ...identity, version: 'w' },
      { ...identity, separationSlug: 't' },
      { ...identity, outputFormat: 2 },
      { ...identity, bucket: 'b","uploads/k', key: '' },
    ].map(deriveJobId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(deriveJobId({ ...identity })).toBe(ids[0]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{32}$/);
  });
});
