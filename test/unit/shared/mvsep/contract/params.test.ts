import { describe, expect, it } from 'vitest';
import { cancelSeparation } from '../../../../../shared/mvsep/contract/cancel-separation.ts';
import { createSeparation } from '../../../../../shared/mvsep/contract/create-separation.ts';
import { getRemote } from '../../../../../shared/mvsep/contract/get-remote.ts';
import { getSeparation } from '../../../../../shared/mvsep/contract/get-separation.ts';
import { listAlgorithms } from '../../../../../shared/mvsep/contract/list-algorithms.ts';

const DEFAULTS = { remote_type: 'direct', sep_type: 11, output_format: 0, is_demo: false };

describe('the fields of create, as a server receives them', () => {
  it.each([
    [{}, DEFAULTS],
    [{ add_opt1: '', url: '', sep_type: '', output_format: '', is_demo: '' }, DEFAULTS],
    [{ unknown_field: 'x', api_token: 't' }, DEFAULTS],
    [
      {
        sep_type: '44',
        add_opt1: '5',
        output_format: '4',
        is_demo: '1',
        remote_type: 'drive',
        url: 'https://x/a',
      },
      {
        sep_type: 44,
        add_opt1: '5',
        output_format: 4,
        is_demo: true,
        remote_type: 'drive',
        url: 'https://x/a',
      },
    ],
    [{ is_demo: 'true' }, { ...DEFAULTS, is_demo: true }],
    [{ is_demo: 0 }, DEFAULTS],
  ])('accepts %j', (fields, read) => {
    expect(createSeparation.params.parse(fields)).toEqual(read);
  });

  it.each([
    { sep_type: 'drums' },
    { sep_type: '4.4' },
    { sep_type: '-1' },
    { output_format: '6' },
    { is_demo: 'perhaps' },
    { remote_type: 'ftp' },
    { url: `https://x/${'a'.repeat(9_000)}` },
  ])('refuses %j', (fields) => {
    expect(createSeparation.params.safeParse(fields).success).toBe(false);
  });
});

describe('the fields of the other calls', () => {
  it('need a hash, and take mirror as 0 or 1', () => {
    expect(getSeparation.params.parse({ hash: ' h ', mirror: '1' })).toEqual({ hash: 'h', mirror: 1 });
    expect(getSeparation.params.safeParse({ hash: 'h', mirror: '2' }).success).toBe(false);
    for (const call of [getSeparation, getRemote, cancelSeparation]) {
      expect(call.params.safeParse({}).success).toBe(false);
      expect(call.params.safeParse({ hash: '' }).success).toBe(false);
    }
  });

  it('say for each call how the token travels and whether it may be repeated', () => {
    const calls = [createSeparation, getSeparation, getRemote, cancelSeparation, listAlgorithms];
    expect(calls.map(({ method, path, token, repeatable }) => [method, path, token, repeatable])).toEqual([
      ['POST', '/api/separation/create', 'form', false],
      ['GET', '/api/separation/get', 'query-for-mirror', true],
      ['GET', '/api/separation/get-remote', 'none', true],
      ['POST', '/api/separation/cancel', 'form', true],
      ['GET', '/api/app/algorithms', 'none', true],
    ]);
  });
});
