import { createHash } from 'node:crypto';
import type { Separation } from './separation.ts';
import { findSeparationType } from './separation-type.ts';
import { validateSeparation } from './validate-separation.ts';

/**
 * A short ASCII name for a separation, used as a folder name: the type's slug, then every option that is not
 * the default. The same type and options always give the same slug, other options another one; the output
 * format plays no part.
 *
 * @example
 * separationSlug({ separationType: 44, options: {}, outputFormat: 1 }); // "mvsep-drums"
 * separationSlug({ separationType: 44, options: { add_opt1: '5' }, outputFormat: 1 }); // "mvsep-drums-opt1-5"
 *
 * @throws InvalidSeparation for a separation that is not in the catalogue.
 */
export function separationSlug(wanted: Separation): string {
  const { separationType, options } = validateSeparation(wanted);
  const type = findSeparationType(separationType);
  const parts = (type?.fields ?? [])
    .flatMap(({ key, default: usual }) => {
      const value = options[key];
      return value === undefined || value === usual
        ? []
        : [`${key.replace('add_', '')}-${optionSlug(value)}`];
    })
    .sort();
  return [type?.slug ?? String(separationType), ...parts].join('-');
}

/** Short keys stay readable; anything else, a prompt for example, becomes a digest. */
function optionSlug(value: string): string {
  if (/^[a-z0-9._]{1,16}$/.test(value) && !value.startsWith('.')) return value;
  return `x${createHash('sha256').update(value).digest('hex').slice(0, 12)}`;
}
