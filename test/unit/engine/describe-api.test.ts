import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { describeApi } from '../../../functions/engine/describe-api/describe-api.ts';
import { CALLS } from '../../../shared/mvsep/contract/calls.ts';

describe('describeApi', () => {
  it('answers a valid OpenAPI document of all calls, with this Engine as the server', async () => {
    const document = describeApi('https://engine.example');
    expect(document.servers).toEqual([{ url: 'https://engine.example', description: 'This Engine.' }]);
    expect(Object.keys(document.paths)).toEqual(CALLS.map(({ path }) => path));
    expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
  });
});
