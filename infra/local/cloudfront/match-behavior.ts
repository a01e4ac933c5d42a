import type { Behavior, DistributionConfig } from './distribution-config.ts';

/**
 * The behaviour for a path: the first whose pattern matches, else the default one.
 *
 * As CloudFront documents it, the path is normalised (RFC 3986: dot segments resolved, needless escapes
 * undone) for this comparison only; the origin gets the path as the viewer sent it. Case counts.
 */
export function matchBehavior(config: DistributionConfig, rawPath: string): Behavior {
  const path = normalisePath(rawPath);
  const found = config.behaviors?.find(({ pathPattern }) => patternExpression(pathPattern).test(path));
  return found ?? config.defaultBehavior;
}

function patternExpression(pattern: string): RegExp {
  const rooted = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  const source = rooted
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

function normalisePath(rawPath: string): string {
  const unescaped = rawPath.replace(/%([0-9a-f]{2})/gi, (escaped, code: string) => {
    const character = String.fromCharCode(Number.parseInt(code, 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escaped.toUpperCase();
  });
  const kept: string[] = [];
  const segments = unescaped.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '..') kept.pop();
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else if (isLast) kept.push('');
  }
  return `/${kept.join('/')}`;
}
