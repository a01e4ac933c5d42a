import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetNamed } from '../../../shared/submissions/dataset-named.ts';
import { entryPlace } from '../../../shared/submissions/entry-place.ts';
import { parseEntrySidecar } from '../../../shared/submissions/parse-entry-sidecar.ts';

const SECRET = 'not to be shown';

function problemsOf(text: string) {
  const read = parseEntrySidecar(text);
  return 'problems' in read ? read.problems : [];
}

describe('the sidecar file of a zip', () => {
  it('is accepted with what it needs, with comments and trailing commas', () => {
    expect(parseEntrySidecar('{ "algorithm": " Mine ", "description": "Does it.", // so far\n }')).toEqual({
      wish: { algorithm: 'Mine', description: 'Does it.', ensemble: false },
      password: undefined,
    });
  });

  it('is accepted with everything', () => {
    const all = { algorithm: 'Mine', description: 'Does it.', ensemble: true, password: SECRET };
    expect(parseEntrySidecar(JSON.stringify(all))).toEqual({
      wish: { algorithm: 'Mine', description: 'Does it.', ensemble: true },
      password: SECRET,
    });
  });

  it('is refused with the line and the column of everything that is wrong', () => {
    const text = '{\n  "algoritm": "Mine",\n  "description": "",\n  "ensemble": 1,\n  "password": ""\n}';
    expect(problemsOf(text)).toEqual([
      { line: 1, column: 1, path: '', message: expect.stringMatching(/"algorithm" is missing/) },
      { line: 2, column: 3, path: 'algoritm', message: expect.stringMatching(/Did you mean "algorithm"/) },
      { line: 3, column: 18, path: 'description', message: expect.stringMatching(/what it does/) },
      { line: 4, column: 15, path: 'ensemble', message: expect.stringMatching(/true when/) },
      { line: 5, column: 3, path: 'password', message: expect.stringMatching(/1 to 200 characters/) },
    ]);
  });

  it.each(['', '[]', '7', '{', '{ "algorithm": "a" "description": "b" }'])(
    'is refused with a sentence: %s',
    (text) => {
      const [first] = problemsOf(text);
      expect(first?.message).toMatch(/\.$/);
    },
  );

  it('shows no password in what it says, whatever is wrong with it or beside it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([SECRET], { a: SECRET }, SECRET.repeat(30), { [SECRET]: 1 }),
        fc.constantFrom('Mine', '', 7),
        (password, algorithm) => {
          const said = JSON.stringify(problemsOf(JSON.stringify({ algorithm, description: 'x', password })));
          expect(said).not.toContain(SECRET);
          expect(said).toContain('password');
        },
      ),
    );
  });
});

describe('the place of a zip', () => {
  it.each([
    ['0', 0],
    ['12', 12],
    ['synth', 0],
    ['Multisong', 1],
    ['lead_back Vocals', 3],
    ['guitar', 4],
  ])('names a dataset: %s', (written, number) => {
    expect(datasetNamed(written)).toBe(number);
  });

  it.each(['13', '-1', '1.5', 'drums', '', '012'])('names none: %s', (written) => {
    expect(datasetNamed(written)).toBeUndefined();
  });

  it('lies below the folder of a dataset, and everything else beside it', () => {
    expect(entryPlace('quality-checker/multisong/me/try 1/entry.zip')).toEqual({
      zipKey: 'quality-checker/multisong/me/try 1/entry.zip',
      sidecarKey: 'quality-checker/multisong/me/try 1/entry.zip.mvsep.json',
      folder: 'multisong',
      datasetType: 1,
      resultKey: 'quality-checker-results/multisong/me/try 1/entry.json',
      reportKey: 'reports/quality-checker/multisong/me/try 1/entry.json',
    });
  });

  it.each([
    'quality-checker/entry.zip',
    'quality-checker/0/entry.rar',
    'quality-checker/0/.zip',
    'uploads/0/entry.zip',
  ])('is no place of a zip: %s', (key) => {
    expect(entryPlace(key)).toBeUndefined();
  });
});
