import { describe, expect, it } from 'vitest';
import { findCallable } from '../../../../shared/leaderboards/callable-algorithm.ts';
import { KNOWN_ALGORITHMS } from '../../../../shared/leaderboards/known-algorithms.ts';
import { parseLeaderboardNames } from '../../../../shared/leaderboards/parse-leaderboard-names.ts';
import { plainName } from '../../../../shared/leaderboards/plain-name.ts';
import { unmappedNames } from '../../../../shared/leaderboards/report-unmapped.ts';
import { SEPARATION_TYPES } from '../../../../shared/mvsep/catalogue/separation-type.ts';

function called(algorithm: string, datasetType = 1, isEnsemble = false): string | undefined {
  const found = findCallable({ algorithm, datasetType, isEnsemble });
  return found && `${found.type.id} ${Object.values(found.options).join(' ')}`.trim();
}

describe('names of leaderboards', () => {
  it.each([
    ['BS Roformer (MVSep, 2025-07)', '40 81'],
    ['BS-RoFormer ver. 2025.07 (vocals, instrumental)', '40 81'],
    ['BS Roformer 124 bands (MVSep, 2026-07-10)', '40 171'],
    ['BS Roformer 124-band', '40 171'],
    ['BS PolarFormer 124 bands', '123 163'],
    ['MelBand Roformer (Kimberley Jensen edition)', '48 0'],
    ['mel band roformer by KimberleyJensen', '48 0'],
    ['Mel-Band RoFormer 2024.10', '48 4'],
    ['MVSep Ensemble 11.93 (vocals, instrumental)', '26 7'],
    ['MVSep Ensemble (v. 2025.06.30)', '28 11'],
    ['SCNet XL IHF', '46 5'],
    ['Demucs4 HT (vocals, drums, bass, other)', '20 1'],
    ['htdemucs_ft', '20 0'],
    ['MDX23C', '25 7'],
    ['BS Roformer SW', '63'],
    ['MVSep Drums (Mel + SCNet XL + BS Roformer SW)', '44 6'],
  ])('knows %s as %s', (name, expected) => {
    expect(called(name)).toBe(expected);
  });

  it.each([
    // Another version, another author, another way to run it, two models: none of them is what we can call.
    'BS Roformer',
    'BS Roformer 2026.11',
    'BS Roformer 124 bands (2026-08-01)',
    'BS Roformer 124 bands finetuned by somebody',
    'BS Roformer 124 bands (overlap 8)',
    'BS Roformer 124 bands + MelBand Roformer 2024.10',
    'MelBand Roformer',
    'MelBand Roformer 2024',
    'SCNet XL IHF v2',
    'MDX23C 8K FFT',
    'MVSep Ensemble',
    'MVSep Ensemble 2024.03',
    'Demucs4',
    'htdemucs_ft x2',
    '',
    '(vocals)',
  ])('does not know %s', (name) => {
    expect(called(name)).toBeUndefined();
  });

  it('knows the type of the stem on the stem’s own board', () => {
    expect(called('BS Roformer SW', 2)).toBe('29 5');
    expect(called('BS Roformer SW', 4)).toBe('31 7');
    expect(called('SCNet + Mel', 2, true)).toBe('29 4');
    expect(called('SCNet + Mel', 1, true)).toBeUndefined();
  });

  it('does not take several models for the one whose name they have', () => {
    expect(called('BS Roformer 124 bands', 1, true)).toBeUndefined();
    expect(called('MVSep Ensemble 11.93', 1, true)).toBe('26 7');
  });
});

describe('the list of known algorithms', () => {
  it('names types and options that are in the catalogue', () => {
    for (const { type: slug, options } of KNOWN_ALGORITHMS) {
      const type = SEPARATION_TYPES.find((one) => one.slug === slug);
      expect(type, slug).toBeDefined();
      for (const [key, value] of Object.entries(options)) {
        expect(type?.fields.find((field) => field.key === key)?.options, `${slug} ${key}`).toHaveProperty([
          value,
        ]);
      }
    }
  });

  it('tells the figures that the labels of the options tell', () => {
    for (const { type: slug, options, sdr } of KNOWN_ALGORITHMS) {
      const type = SEPARATION_TYPES.find((one) => one.slug === slug);
      const labels = (type?.fields ?? [])
        .map(({ key, options: all }) => all?.[options[key] ?? ''] ?? '')
        .join(' ');
      for (const figure of Object.values(sdr)) expect(labels).toContain(figure.toFixed(2));
    }
  });

  it('means one thing by each name on a board', () => {
    const meanings = new Map<string, string>();
    for (const { type, options, names, boards = [-1] } of KNOWN_ALGORITHMS) {
      for (const [name, board] of names.flatMap((name) => boards.map((board) => [name, board] as const))) {
        const meaning = JSON.stringify([type, options]);
        const plain = `${board} ${plainName(name)}`;
        expect(plainName(name), name).not.toBe('');
        expect(meanings.get(plain) ?? meaning, name).toBe(meaning);
        meanings.set(plain, meaning);
      }
    }
  });
});

describe('a document of names', () => {
  it('comes before our own names, however it spells them', () => {
    const own = parseLeaderboardNames(`{
      "names": {
        // We know which one it is.
        "BS Roformer by us": { "type": "bs-roformer", "options": { "add_opt1": "29" } },
        "MDX23C": { "type": 25, "options": { "add_opt1": "4" } },
      },
    }`);
    expect(own.problems).toEqual([]);
    const find = (algorithm: string) =>
      findCallable({ algorithm, datasetType: 1, isEnsemble: true }, own)?.options;
    expect(find('BS-RoFormer (by us)')).toEqual({ add_opt1: '29' });
    expect(find('mdx23c')).toEqual({ add_opt1: '4' });
  });

  it('tells every mistake with line and column, and uses what is right', () => {
    const own = parseLeaderboardNames(`{ "names": {
  "one": { "type": "bs-roformr" },
  "two": { "type": 40, "options": { "add_opt1": "999" } },
  "Three": { "type": 40 },
  "three": { "type": 41 },
  "four": "bs-roformer",
  "(vocals)": { "type": 40 }
} }`);
    expect(own.problems.map(({ line, column }) => `${line}:${column}`)).toEqual([
      '2:20',
      '3:49',
      '5:3',
      '6:11',
      '7:3',
    ]);
    expect(own.problems[0]?.message).toContain('Did you mean "bs-roformer"');
    expect([...own.names.keys()]).toEqual(['three']);
  });

  it.each(['{ "names": ', '[]', '{}', 'nothing'])('refuses %s', (text) => {
    const own = parseLeaderboardNames(text);
    expect(own.problems.length).toBeGreaterThan(0);
    expect(own.names.size).toBe(0);
  });
});

describe('the report of names that nobody knows', () => {
  it('has each name once with its best figures, the best first, and leaves out what users know', () => {
    const entry = (id: number, algorithm: string, sdr: Record<string, number>) => ({
      ...{ id, datasetType: 1, algorithm, isEnsemble: false, sdr },
      ...{ readAt: '2026-11-22T03:00:00.000Z', runId: 'run' },
    });
    const board = [
      entry(1, 'Mine', { vocals: 9, instrum: -1000 }),
      entry(2, 'Theirs', { vocals: 12, instrum: 18 }),
      entry(3, 'Mine', { vocals: 10, instrum: 16, piano: 30 }),
      entry(4, 'SCNet XL', { vocals: 20 }),
    ];
    expect(unmappedNames(board)).toEqual([
      { algorithm: 'Theirs', entries: 1, sdr: { vocals: 12, instrumental: 18 } },
      { algorithm: 'Mine', entries: 2, sdr: { vocals: 10, instrumental: 16 } },
    ]);
    const own = parseLeaderboardNames('{ "names": { "theirs": { "type": 40 } } }');
    expect(unmappedNames(board, own).map(({ algorithm }) => algorithm)).toEqual(['Mine']);
  });
});
