import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readEnvironment } from '../../../../shared/aws/read-environment.ts';

const shape = { TABLE: z.string().min(1), URL: z.url(), LIMIT: z.coerce.number().int() };

describe('readEnvironment', () => {
  it('accepts settings and gives them their types', () => {
    const environment = { TABLE: 't', URL: 'http://127.0.0.1:4000', LIMIT: '3', OTHER: 'x' };
    expect(readEnvironment(shape, environment)).toEqual({ TABLE: 't', URL: environment.URL, LIMIT: 3 });
  });

  it('refuses missing and wrong settings at once, by name and without their values', () => {
    const read = () => readEnvironment(shape, { URL: 'my secret', LIMIT: '3' });
    expect(read).toThrow(/TABLE.*URL/);
    expect(read).not.toThrow(/my secret/);
  });
});
