import { baseNameOf } from '../mvsep/server/mint-hash.ts';
import type { SeparationRecord } from './separation-record.ts';

/**
 * The name of a stem's file: `<hash without extension>_<stem>.<extension>`; whoever wants long names finds the
 * algorithm before the stem.
 *
 * @example stemFileName(record, { slug: 'median_hpss', stem: 'drums', extension: 'wav' })
 */
export function stemFileName(
  { hash, longFilenames }: Pick<SeparationRecord, 'hash' | 'longFilenames'>,
  { slug, stem, extension }: { readonly slug: string; readonly stem: string; readonly extension: string },
): string {
  return [baseNameOf(hash), ...(longFilenames ? [slug] : []), stem].join('_').concat('.', extension);
}
