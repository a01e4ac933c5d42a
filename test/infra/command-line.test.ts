import { describe, expect, it } from 'vitest';
import { WrongUsage } from '../../infra/command-line/wrong-usage.ts';
import { checkOrder } from '../../infra/start/check-order.ts';
import { readCommandLine, USAGE } from '../../infra/start/command-line.ts';
import { LOCAL_SETTINGS } from '../../infra/start/local-settings.ts';
import { settingsOfStart } from '../../infra/start/settings-of-start.ts';

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

describe('--settings', () => {
  it("goes over the settings that npm start has, the Engine's one by one", () => {
    const asked = readCommandLine(['--unlimited-uploads', '--settings', '{"engine":{"operatorTypes":[31]}}']);
    expect(settingsOfStart(asked).read).toMatchObject({
      upstream: 'engine',
      engine: { separationsAtOnce: 4, operatorTypes: [31], unlimitedUploads: true },
    });
    expect(settingsOfStart(readCommandLine([])).context).toEqual(LOCAL_SETTINGS);
  });

  it('lets songs go to a type that only a model of the operator serves', async () => {
    const order = ['song.wav', '--type', '31', '--out', '.'];
    await expect(checkOrder(readCommandLine(order))).rejects.toThrow('"operatorTypes":[31]');
    const settings = ['--settings', '{"engine":{"operatorTypes":[31]}}'];
    await expect(checkOrder(readCommandLine([...order, ...settings]))).resolves.toBeUndefined();
  });

  it('refuses what is no object, and settings that there are not', () => {
    expect(() => readCommandLine(['--settings', '[1'])).toThrow('--settings takes an object of JSON');
    expect(() => readCommandLine(['--settings', '[1]'])).toThrow('--settings takes an object of JSON');
    expect(() => readCommandLine(['--settings', '{"upstream":"engine"}'])).toThrow('takes no upstream');
    const wrong = readCommandLine(['--settings', '{"engine":7}']);
    expect(() => settingsOfStart(wrong)).toThrow('engine');
    expect(() => settingsOfStart(readCommandLine(['--settings', '{"motor":{}}']))).toThrow('motor');
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
