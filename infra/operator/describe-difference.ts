import type { CatalogueDifference } from '../../shared/mvsep/catalogue/diff-catalogues.ts';

/** What is different, a line for each thing; none when nothing is. */
export function describeDifference({ added, removed, changed }: CatalogueDifference): string[] {
  return [
    ...added.map(({ id, name }) => `new      ${id} ${name}`),
    ...removed.map(({ id, name }) => `removed  ${id} ${name}`),
    ...changed.flatMap(({ type, changes }) =>
      changes.map((change) => `changed  ${type.id} ${type.name}: ${change}`),
    ),
  ];
}
