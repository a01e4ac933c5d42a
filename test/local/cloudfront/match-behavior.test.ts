import { describe, expect, it } from 'vitest';
import type { Behavior, DistributionConfig } from '../../../infra/local/cloudfront/distribution-config.ts';
import { matchBehavior } from '../../../infra/local/cloudfront/match-behavior.ts';

const behavior: Behavior = {
  targetOriginId: 'default',
  allowedMethods: ['GET'],
  forward: { headers: 'none', queryStrings: 'none', cookies: 'none' },
};

function targetOf(path: string, ...patterns: string[]): string {
  const behaviors = patterns.map((pathPattern) => ({
    ...behavior,
    targetOriginId: pathPattern,
    pathPattern,
  }));
  const config: DistributionConfig = {
    id: 'E1',
    domainName: 'x.cloudfront.net',
    origins: {},
    defaultBehavior: behavior,
    behaviors,
  };
  return matchBehavior(config, path).targetOriginId;
}

describe('matchBehavior', () => {
  it.each([
    ['/storage/a/b.wav', '/storage/*'],
    ['/storage/', '/storage/*'],
    ['/storage', 'default'],
    ['/Storage/a', 'default'],
    ['/x/storage/a', 'default'],
    ['/storage/../api/x', 'default'],
    ['/api/../storage/x', '/storage/*'],
    ['/api/%2e%2e/storage/x', '/storage/*'],
    ['/%73torage/x', '/storage/*'],
  ])('sends %s to %s', (path, target) => {
    expect(targetOf(path, '/storage/*')).toBe(target);
  });

  it('takes the first match in order, one character for ?, and all else literally', () => {
    expect(targetOf('/a/b.jpg', '/a/*', '*.jpg')).toBe('/a/*');
    expect(targetOf('/a/b.jpg', '*.jpg', '/a/*')).toBe('*.jpg');
    expect(targetOf('/a/bxjpg', '*.jpg')).toBe('default');
    expect(targetOf('/a1', 'a?')).toBe('a?');
    expect(targetOf('/a12', '/a?')).toBe('default');
    expect(targetOf('/a+(b)', '/a+(b)')).toBe('/a+(b)');
  });
});
