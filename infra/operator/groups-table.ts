import type { Catalogue } from '../../shared/mvsep/catalogue/separation-type.ts';
import { groupsOf } from './groups-of.ts';

/** How many types of a group are named. */
const NAMED = 3;

/** The separation types in short, for the README: a row for each group. */
export function groupsTable(catalogue: Catalogue): string {
  const rows = groupsOf(catalogue).map(({ name, types }) => {
    const running = types.filter(({ active }) => active);
    const some = running.slice(0, NAMED).map((type) => `${type.id} ${type.name.replace(/ *\(.*/, '')}`);
    const rest = types.length > some.length ? ', …' : '';
    return `| ${name} | ${types.length} | ${some.join(', ')}${rest} |`;
  });
  return ['| group | types | for example |', '|---|---|---|', ...rows].join('\n');
}
