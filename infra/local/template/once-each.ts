import { Unresolvable } from './unresolvable.ts';

/**
 * Remembers what `compute` returned for each name, and refuses names that need themselves to be computed.
 * @throws Unresolvable from the returned function, for a circle
 */
export function onceEach<Value>(compute: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, { readonly value: Value }>();
  const underWay = new Set<string>();
  return (name) => {
    const done = known.get(name);
    if (done !== undefined) return done.value;
    if (underWay.has(name)) throw new Unresolvable(`${name} is needed to compute itself`);
    underWay.add(name);
    try {
      const value = compute(name);
      known.set(name, { value });
      return value;
    } finally {
      underWay.delete(name);
    }
  };
}
