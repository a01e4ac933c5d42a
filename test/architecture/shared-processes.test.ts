import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Test files share a process, so whatever one of them replaces for good, the next ones meet.
const SOURCES = globSync('test/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** Files in which the first is found and the second is not. */
function filesWith(does: RegExp, undoes?: RegExp): string[] {
  return SOURCES.filter(({ text }) => does.test(text) && !undoes?.test(text)).map(({ path }) => path);
}

describe('no test leaves something behind in its process', () => {
  it.each([
    ['a client of AWS is replaced, never the class of all of them', /\bmockClient\([A-Z]/, undefined],
    ['the clock goes on', /\bvi\.useFakeTimers\(/, /\bvi\.useRealTimers\(/],
    ['globals are put back', /\bvi\.stubGlobal\(/, /\bvi\.unstubAllGlobals\(/],
  ])('%s', (_, does, undoes) => {
    expect(filesWith(does, undoes)).toEqual([]);
  });
});
