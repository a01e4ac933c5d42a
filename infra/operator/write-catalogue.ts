import { readFile, writeFile } from 'node:fs/promises';
import { formatCatalogue } from '../../shared/mvsep/catalogue/format-catalogue.ts';
import type { Catalogue } from '../../shared/mvsep/catalogue/separation-type.ts';
import { groupsTable } from './groups-table.ts';
import { replaceSection } from './replace-section.ts';
import { separationTypesPage } from './separation-types-page.ts';

const CATALOGUE_FILE = 'shared/mvsep/catalogue/separation-types.json';
const PAGE = 'docs/separation-types.md';
const README = 'README.md';

/** Puts a catalogue in place of the one in the repository, lists included; answers the files that were written. */
export async function writeCatalogue(catalogue: Catalogue): Promise<string[]> {
  await writeFile(inRepository(CATALOGUE_FILE), formatCatalogue(catalogue));
  return [CATALOGUE_FILE, ...(await writeTypeLists(catalogue))];
}

/** Writes what the documents tell of a catalogue: a page with every type, and the groups in the README. */
export async function writeTypeLists(catalogue: Catalogue): Promise<string[]> {
  await writeFile(inRepository(PAGE), separationTypesPage(catalogue));
  const readme = await readFile(inRepository(README), 'utf8');
  await writeFile(inRepository(README), replaceSection(readme, 'separation types', groupsTable(catalogue)));
  return [PAGE, README];
}

function inRepository(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}
