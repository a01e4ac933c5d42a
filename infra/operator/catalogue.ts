import { diffCatalogues } from '../../shared/mvsep/catalogue/diff-catalogues.ts';
import { searchSeparationTypes } from '../../shared/mvsep/catalogue/search-separation-types.ts';
import { CATALOGUE, type Catalogue } from '../../shared/mvsep/catalogue/separation-type.ts';
import type { Command } from '../command-line/command.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { describeDifference } from './describe-difference.ts';
import { fetchCatalogue } from './fetch-catalogue.ts';
import { writeCatalogue, writeTypeLists } from './write-catalogue.ts';

/** Works on the catalogue in this repository; a deployment learns of it when it is deployed again. */
export const catalogue: Command = {
  name: 'catalogue',
  usage: 'catalogue search [words] | refresh --from <url> | document',
  summary: 'find separation types; take them from a server; write their lists in README.md and docs/',
  options: {
    stem: { type: 'string', help: ['--stem <stem>', 'search: types that give this stem'] },
    from: { type: 'string', help: ['--from <url>', 'refresh: https://mvsep.com, or an Engine'] },
    'dry-run': { type: 'boolean', help: ['--dry-run', 'refresh: say what would change, and write nothing'] },
  },
  async run({ words, option, flag, print }) {
    const [what, ...rest] = words;
    if (what === 'search') {
      search(rest.join(' '), option('stem'), print);
    } else if (what === 'refresh' && rest.length === 0) {
      await refresh(option('from'), flag('dry-run'), print);
    } else if (what === 'document' && rest.length === 0) {
      for (const file of await writeTypeLists(CATALOGUE)) print(`Wrote ${file}.`);
    } else {
      throw new WrongUsage('catalogue takes one of: search, refresh --from <url>, document.');
    }
  },
};

function search(text: string, stem: string | undefined, print: (line: string) => void): void {
  const found = searchSeparationTypes({ text, ...(stem === undefined ? {} : { stem }) });
  if (found.length === 0) print('No separation type fits. Try fewer words, or --stem.');
  for (const { id, name, group, active } of found) {
    print(`${String(id).padStart(4)}  ${name}  [${group}]${active ? '' : ' (switched off)'}`);
  }
}

async function refresh(
  from: string | undefined,
  dryRun: boolean,
  print: (line: string) => void,
): Promise<void> {
  if (from === undefined || !/^https?:\/\//.test(from)) {
    throw new WrongUsage('refresh takes the server as --from https://mvsep.com or the address of an Engine.');
  }
  const fresh: Catalogue = await fetchCatalogue(from, CATALOGUE);
  const difference = describeDifference(diffCatalogues(CATALOGUE, fresh));
  for (const line of difference) print(line);
  if (difference.length === 0) print('Nothing changed.');
  if (dryRun || difference.length === 0) return;
  for (const file of await writeCatalogue(fresh)) print(`Wrote ${file}.`);
  print('Look at the change, run the tests, and deploy.');
}
