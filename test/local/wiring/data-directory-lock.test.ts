import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockDataDirectory } from '../../../infra/local/wiring/data-directory-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-directory-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('lockDataDirectory', () => {
  it.skipIf(process.platform === 'win32')('makes a directory that other users cannot look into', () => {
    const directory = join(folder, 'made', 'state');
    const giveBack = lockDataDirectory(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    giveBack();
  });

  it('takes a directory that is there, and refuses it to a second one until it is given back', () => {
    const giveBack = lockDataDirectory(folder);
    expect(() => lockDataDirectory(folder)).toThrow(`(process ${process.pid}) already runs on ${folder}.`);
    giveBack();
    lockDataDirectory(folder)();
  });
});
