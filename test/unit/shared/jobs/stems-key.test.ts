import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStem } from '../../../../shared/jobs/find-stem.ts';
import { deriveJobId, jobId } from '../../../../shared/jobs/job-id.ts';
import { planSingle } from '../../../../shared/jobs/plan-steps.ts';
import { MAXIMUM_STEM_NAME_BYTES, stemNames } from '../../../../shared/jobs/stem-name.ts';
import {
  checkStemsKeyLength,
  stemsFolders,
  stemsKey,
  stepFolder,
} from '../../../../shared/jobs/stems-key.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';

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

const planned = (...steps: string[]) =>
  steps.map((name) => {
    const { step, separation } = planSingle({ separationType: 44, options: {}, outputFormat: 1 });
    return { step: name === '' ? step : stepName.parse(name), separation };
  });

describe('the folders of a job', () => {
  it.each([
    ['uploads/live/song.wav', 'stems/live/song', 'stems/live/song.wav'],
    ['uploads/no extension', 'stems/no extension', 'stems/no extension'],
    ['uploads/a.b/c', 'stems/a.b/c', 'stems/a.b/c'],
    ['uploads/.hidden', 'stems/.hidden', 'stems/.hidden'],
  ])('%s: the separation ends the path', (key, preferred, fallback) => {
    expect(stemsFolders({ key, jobId: ID, steps: planned('') })).toEqual([
      `${preferred}/mvsep-drums`,
      `${fallback}/mvsep-drums`,
      `${fallback}-${ID}/mvsep-drums`,
    ]);
  });

  it('a recipe stands in the path once, whether the folder or something else names it', () => {
    const steps = planned('a', 'b');
    const byFolder = { key: 'uploads/karaoke/live/song.wav', jobId: ID, recipe: 'karaoke', steps };
    expect(stemsFolders(byFolder)[0]).toBe('stems/karaoke/live/song');
    expect(stemsFolders({ ...byFolder, key: 'uploads/live/song.wav' })[0]).toBe('stems/live/song/karaoke');
    expect(stemsFolders({ key: 'uploads/song.wav', jobId: ID, steps })[0]).toBe('stems/song/own-recipe');
  });

  it('several separations have a folder each', () => {
    const [first = expect.fail(), second = expect.fail()] = planned('kick', 'snare');
    expect(stepFolder('stems/x', first.step, [first])).toBe('stems/x');
    expect(stepFolder('stems/x', second.step, [first, second])).toBe('stems/x/snare');
  });
});

describe('checkStemsKeyLength', () => {
  it('accepts exactly the keys whose stems fit into S3, whatever they are called', () => {
    const trees = fc.constantFrom(
      planned(''),
      planned('short', 'the-longest-name-that-a-step-can-have-1234'.slice(0, 40)),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 800, max: 1010 }),
        fc.constantFrom('a', 'ü', '🎸'),
        trees,
        (bytes, letter, steps) => {
          const size = Buffer.byteLength(letter);
          const key = `uploads/${letter.repeat(Math.floor(bytes / size))}.wav`;
          const [, , folder] = stemsFolders({ key, jobId: ID, steps });
          const keys = steps.map(({ step }) =>
            stemsKey(stepFolder(folder, step, steps), 'x'.repeat(MAXIMUM_STEM_NAME_BYTES), 'json'),
          );
          const check = () => checkStemsKeyLength({ key, jobId: ID, steps });
          if (keys.some((one) => Buffer.byteLength(one) > 1024)) expect(check).toThrow(/shorter/);
          else expect(check).not.toThrow();
        },
      ),
    );
  });
});

describe('findStem', () => {
  const files = (...stems: string[]) => stems.map((stem) => ({ stem }));

  it('finds a stem by the label and by the short key of the catalogue', () => {
    expect(findStem(49, 'lead-vocals', files('vocals-back', 'vocals-lead'))).toEqual({ stem: 'vocals-lead' });
    expect(findStem(49, 'vocals-lead', files('back-vocals', 'lead-vocals'))).toEqual({ stem: 'lead-vocals' });
    expect(findStem(63, 'instrumental', files('other', 'instrum'))).toEqual({ stem: 'instrum' });
    expect(findStem(9999, 'kick', files('kick'))).toEqual({ stem: 'kick' });
  });

  it('finds no other one', () => {
    expect(findStem(49, 'lead-vocals', files('vocals', 'instrum'))).toBeUndefined();
    expect(findStem(9999, 'kick', files('kicks'))).toBeUndefined();
  });
});

describe('deriveJobId', () => {
  const identity = { bucket: 'b', key: 'uploads/k', version: 'v', request: { recipe: 's' } };

  it('is the same for the same upload, and another for anything else', () => {
    const ids = [
      identity,
      { ...identity, key: 'uploads/l' },
      { ...identity, version: 'w' },
      { ...identity, request: { recipe: 't' } },
      { ...identity, request: { recipe: 's', 'output-format': '2' } },
      { ...identity, request: {} },
      { ...identity, bucket: 'b","uploads/k', key: '' },
    ].map(deriveJobId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(deriveJobId({ ...identity })).toBe(ids[0]);
    const request = { 'output-format': '2', recipe: 's' };
    expect(deriveJobId({ ...identity, request })).toBe(ids[4]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{32}$/);
  });
});
