import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groupsTable } from '../../../infra/operator/groups-table.ts';
import { replaceSection } from '../../../infra/operator/replace-section.ts';
import { separationTypesPage } from '../../../infra/operator/separation-types-page.ts';
import { CATALOGUE, SEPARATION_TYPES } from '../../../shared/mvsep/catalogue/separation-type.ts';

const HOW = 'out of date: run npm run operator -- catalogue document';

describe('the lists of separation types in the documentation', () => {
  it('are those of the catalogue', () => {
    expect(readFileSync('docs/separation-types.md', 'utf8') === separationTypesPage(CATALOGUE), HOW).toBe(
      true,
    );
    const readme = readFileSync('README.md', 'utf8');
    expect(replaceSection(readme, 'separation types', groupsTable(CATALOGUE)) === readme, HOW).toBe(true);
  });

  it('name every type once, with all of its options', () => {
    const page = separationTypesPage(CATALOGUE);
    const ids = [...page.matchAll(/^- \*\*(\d+)\*\*/gm)].map(([, id]) => Number(id));
    expect(ids.sort((a, b) => a - b)).toEqual(SEPARATION_TYPES.map(({ id }) => id));
    expect(page.match(/^ {2}- `add_opt/gm)).toHaveLength(
      SEPARATION_TYPES.flatMap(({ fields }) => fields).length,
    );
    expect(page).toContain('`8` 87.5% (price × 2)');
    expect(page).toContain('`add_opt3` Set of stems, only with Vocal model type `171`');
  });

  it('count as many types as there are', () => {
    const counts = [...groupsTable(CATALOGUE).matchAll(/^\| [^|]+ \| (\d+) \|/gm)].map(([, count]) =>
      Number(count),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(SEPARATION_TYPES.length);
  });
});

describe('replaceSection', () => {
  const text = 'before\n<!-- begin: x -->\nold\n<!-- end: x -->\nafter\n';

  it('replaces what stands between the markers, again and again', () => {
    const once = replaceSection(text, 'x', 'new');
    expect(once).toBe('before\n<!-- begin: x -->\nnew\n<!-- end: x -->\nafter\n');
    expect(replaceSection(once, 'x', 'new')).toBe(once);
  });

  it('refuses a text without the markers', () => {
    expect(() => replaceSection(text, 'y', 'new')).toThrow(/no section/);
  });
});
