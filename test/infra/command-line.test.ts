import { describe, expect, it } from 'vitest';
import { WrongUsage } from '../../infra/command-line/wrong-usage.ts';
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

describe('--recipe', () => {
  it('travels with every song as metadata, and may choose the format', () => {
    expect(readCommandLine(['song.wav', '--recipe', 'drum-kit']).metadata).toEqual({ recipe: 'drum-kit' });
    expect(readCommandLine(['song.wav', '--recipe', 'kit', '--format', 'wav32']).metadata).toEqual({
      recipe: 'kit',
      'output-format': '4',
    });
  });

  it.each([
    ['a type beside it', ['--recipe', 'kit', '--type', '44']],
    ['options beside it', ['--recipe', 'kit', '--opt', 'add_opt1=5']],
    ['a name that no recipe can have', ['--recipe', 'Drum Kit']],
  ])('refuses %s with a sentence', (_, args) => {
    expect(() => readCommandLine(['song.wav', ...args])).toThrow(WrongUsage);
    expect(() => readCommandLine(['song.wav', ...args])).toThrow('--recipe');
  });
});
