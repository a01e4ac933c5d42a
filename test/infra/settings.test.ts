import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { UnusableSettings } from '../../infra/unusable-settings.ts';

describe('settings', () => {
  it('accepts nothing at all and then talks to mvsep.com', () => {
    expect(readSettings(undefined)).toMatchObject({
      upstream: 'https://mvsep.com',
      separation: { separationType: 40, outputFormat: 1 },
      audioHandoff: 'link',
      separationTimeoutHours: 24,
    });
  });

  it('accepts JSON text, as the command line of the CDK gives it', () => {
    expect(readSettings('{"upstream":"engine"}')).toMatchObject({
      upstream: 'engine',
      separation: { separationType: 44, outputFormat: 1 },
    });
  });

  it('accepts options of the default separation', () => {
    const separation = { separationType: 40, options: { add_opt1: '29' }, outputFormat: 2 };
    expect(readSettings({ separation }).separation).toEqual(separation);
  });

  it.each([
    ['an unknown setting', { upstraem: 'engine' }, 'upstraem'],
    ['an address without TLS', { upstream: 'http://mvsep.com' }, 'upstream'],
    ['an unknown hand-off', { audioHandoff: 'post' }, 'audioHandoff'],
    [
      'uploads to the Engine, which takes only small ones',
      { upstream: 'engine', audioHandoff: 'upload' },
      '4.4 MB',
    ],
    ['a name that no stack can have', { name: 'My Songs' }, 'name'],
    ['more chunks at once than an inline Map runs', { engine: { parallelChunks: 41 } }, 'parallelChunks'],
    ['no wait at all', { separationTimeoutHours: 0 }, 'separationTimeoutHours'],
    [
      'an unknown option field',
      { separation: { separationType: 40, options: { add_opt9: '1' } } },
      'add_opt9',
    ],
    ['a format that does not exist', { separation: { separationType: 40, outputFormat: 6 } }, 'outputFormat'],
    ['a log retention CloudWatch does not know', { logRetentionDays: 31 }, 'logRetentionDays'],
    ['text that is not JSON', '{upstream}', 'JSON'],
  ])('refuses %s with a sentence that names it', (_, context, named) => {
    expect(() => readSettings(context)).toThrow(UnusableSettings);
    expect(() => readSettings(context)).toThrow(named);
  });
});
