import { describe, expect, it } from 'vitest';
import { readCommandLine, USAGE } from '../../infra/start/command-line.ts';

describe('--unlimited-uploads', () => {
  it('is off unless asked for, alone or with songs', () => {
    expect(readCommandLine([]).unlimitedUploads).toBe(false);
    expect(readCommandLine(['--unlimited-uploads']).unlimitedUploads).toBe(true);
    expect(readCommandLine(['song.wav', '--unlimited-uploads'])).toMatchObject({
      songs: ['song.wav'],
      unlimitedUploads: true,
    });
  });

  it('takes no value, and the usage says what it does', () => {
    expect(() => readCommandLine(['--unlimited-uploads=5'])).toThrow(/does not take an argument/);
    expect(USAGE).toMatch(/--unlimited-uploads .*4\.4 MB/);
  });
});
