import type { Catalogue, SeparationType } from '../../shared/mvsep/catalogue/separation-type.ts';

/** A group with its types, in the order in which the service shows them. */
export interface TypeGroup {
  readonly name: string;
  readonly types: readonly SeparationType[];
}

/** Groups as the service orders them, the newest models first, without those that are empty. */
export function groupsOf({ groups, types }: Catalogue): TypeGroup[] {
  return Object.entries(groups)
    .sort(([one], [other]) => Number(other) - Number(one))
    .map(([, name]) => ({
      name,
      types: types.filter(({ group }) => group === name).sort((a, b) => a.order - b.order || a.id - b.id),
    }))
    .filter(({ types: some }) => some.length > 0);
}
