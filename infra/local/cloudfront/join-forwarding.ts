import type { ForwardedParts, Selection } from './distribution-config.ts';

/** What reaches the origin when a cache policy and an origin request policy are both attached: either's share. */
export function joinForwarding(left: ForwardedParts, right: ForwardedParts): ForwardedParts {
  return {
    headers: joinSelections(left.headers, right.headers),
    queryStrings: joinSelections(left.queryStrings, right.queryStrings),
    cookies: joinSelections(left.cookies, right.cookies),
  };
}

function joinSelections(left: Selection, right: Selection): Selection {
  if (left === 'all' || right === 'all') return 'all';
  if (left === 'none') return right;
  if (right === 'none') return left;
  if ('only' in left && 'only' in right) return { only: [...left.only, ...right.only] };
  if ('allExcept' in left && 'allExcept' in right) {
    return { allExcept: left.allExcept.filter((name) => right.allExcept.includes(name)) };
  }
  const only = 'only' in left ? left.only : 'only' in right ? right.only : [];
  const allExcept = 'allExcept' in left ? left.allExcept : 'allExcept' in right ? right.allExcept : [];
  return { allExcept: allExcept.filter((name) => !only.includes(name)) };
}
