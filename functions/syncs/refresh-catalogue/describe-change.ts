import { createHash } from 'node:crypto';
import type { CatalogueChanged } from '../../../shared/catalogue/catalogue-event.ts';
import type { StoredCatalogue } from '../../../shared/catalogue/stored-catalogue.ts';
import type { CatalogueDifference } from '../../../shared/mvsep/catalogue/diff-catalogues.ts';
import { formatCatalogue } from '../../../shared/mvsep/catalogue/format-catalogue.ts';
import type { SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';

/** An event may have 256 KB: so many types, changes of one type, and characters of one change always fit. */
const TYPES = 30;
const CHANGES = 10;
const CHARACTERS = 200;

/** What the bus is told of a difference. */
export function describeChange(
  before: StoredCatalogue,
  after: StoredCatalogue,
  { added, removed, changed }: CatalogueDifference,
  report: string,
): CatalogueChanged {
  const counts = { added: added.length, removed: removed.length, changed: changed.length };
  const digest = createHash('sha256').update(formatCatalogue(after.catalogue)).digest('hex').slice(0, 16);
  return {
    id: `catalogue ${before.readAt} ${digest}`,
    upstream: after.upstream,
    readAt: after.readAt,
    since: before.readAt,
    summary:
      `${after.upstream} offers something else since ${before.readAt}: ${counts.added} separation types are new, ` +
      `${counts.removed} are gone, ${counts.changed} have changed.`,
    counts,
    added: added.slice(0, TYPES).map(offerOf),
    removed: removed.slice(0, TYPES).map(offerOf),
    changed: changed.slice(0, TYPES).map(({ type, changes }) => ({
      ...offerOf(type),
      changes: changes.slice(0, CHANGES).map(cut),
    })),
    report,
  };
}

function offerOf({ id, name, creditsPerMinute }: SeparationType): CatalogueChanged['added'][number] {
  return { separationType: id, name: cut(name), creditsPerMinute };
}

function cut(text: string): string {
  return text.length <= CHARACTERS ? text : `${text.slice(0, CHARACTERS - 1)}…`;
}
