import { findSeparator } from '../separators/registry.ts';
import type { Separator } from '../separators/separator.ts';
import type { SeparationRecord } from './separation-record.ts';

/**
 * The separator that was chosen for a record.
 *
 * @throws Error when it is gone since.
 */
export function separatorOf({ hash, separator: { slug } }: SeparationRecord): Separator {
  const separator = findSeparator(slug);
  if (separator === undefined) throw new Error(`There is no separator ${slug}, which ${hash} was promised.`);
  return separator;
}
