import { describe, expect, it } from 'vitest';
import { joinForwarding } from '../../../infra/local/cloudfront/join-forwarding.ts';
import { managedForwarding } from '../../../infra/local/cloudfront/managed-forwarding.ts';

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const CORS_S3_ORIGIN = '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';

describe('joinForwarding', () => {
  it('forwards what either policy forwards', () => {
    const api = joinForwarding(
      managedForwarding(CACHING_DISABLED),
      managedForwarding(ALL_VIEWER_EXCEPT_HOST),
    );
    expect(api).toEqual({ headers: { allExcept: ['host'] }, queryStrings: 'all', cookies: 'all' });
    const s3 = joinForwarding(managedForwarding(CACHING_OPTIMIZED), managedForwarding(CORS_S3_ORIGIN));
    expect(s3.headers).toEqual({
      only: ['accept-encoding', 'origin', 'access-control-request-headers', 'access-control-request-method'],
    });
    const named = joinForwarding(
      {
        headers: { allExcept: ['host', 'x'] },
        queryStrings: { only: ['a'] },
        cookies: { allExcept: ['a', 'b'] },
      },
      { headers: { only: ['x'] }, queryStrings: 'all', cookies: { allExcept: ['b', 'c'] } },
    );
    expect(named).toEqual({
      headers: { allExcept: ['host'] },
      queryStrings: 'all',
      cookies: { allExcept: ['b'] },
    });
  });

  it('refuses a policy that is not modelled, by id', () => {
    expect(() => managedForwarding('unknown-id')).toThrow('unknown-id');
  });
});
