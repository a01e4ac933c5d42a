import type { Caller } from '../../shared/callers/caller.ts';

/** What a key is good for, in words. */
export function describeRights({ scope, sees }: Pick<Caller, 'scope' | 'sees'>): string {
  return `${scope === 'write' ? 'reads and writes' : 'only reads'}, ${sees === 'all' ? 'jobs of everybody' : 'jobs of its owner'}`;
}
