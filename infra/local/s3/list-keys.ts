import type { ObjectCatalog, ObjectSummary } from './object-catalog.ts';

/** What to list of a bucket. */
export interface KeyListing {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Only keys after this one; a common prefix counts as listed when it is named exactly. */
  readonly after: string;
  readonly limit: number;
}

/** One page of keys, in byte order. */
export interface ListedKeys {
  readonly objects: readonly ObjectSummary[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last key or common prefix of the page: `after` of the next one. */
  readonly last: string;
}

const BATCH = 1000;

/** The first byte string that sorts after everything beginning with `text`: UTF-8 has no byte 0xFF. */
function past(text: string): Buffer {
  return Buffer.concat([Buffer.from(text, 'utf8'), Buffer.from([0xff])]);
}

/** The first byte string that sorts after `text` itself. */
function justAfter(text: string): Buffer {
  return Buffer.concat([Buffer.from(text, 'utf8'), Buffer.from([0])]);
}

function firstKey({ prefix, delimiter, after }: KeyListing): Buffer {
  const atPrefix = Buffer.from(prefix, 'utf8');
  if (after === '') return atPrefix;
  const rolledUp =
    delimiter !== '' &&
    after.startsWith(prefix) &&
    after.indexOf(delimiter, prefix.length) === after.length - delimiter.length &&
    after.length - delimiter.length >= prefix.length;
  const next = rolledUp ? past(after) : justAfter(after);
  return Buffer.compare(next, atPrefix) > 0 ? next : atPrefix;
}

/**
 * Lists keys as S3 does: byte order, keys that share what lies between the prefix and the next delimiter
 * rolled up into one common prefix, each of which counts like a key. Rolled-up keys are jumped over, not
 * read.
 */
export function listKeys(catalog: ObjectCatalog, bucket: string, listing: KeyListing): ListedKeys {
  const { prefix, delimiter, limit } = listing;
  const objects: ObjectSummary[] = [];
  const commonPrefixes: string[] = [];
  let last = '';
  let from = firstKey(listing);
  for (;;) {
    const missing = limit - objects.length - commonPrefixes.length;
    const batch = catalog.scan(bucket, from, Math.min(missing + 1, BATCH));
    let jumped = false;
    for (const summary of batch) {
      if (!summary.key.startsWith(prefix)) return { objects, commonPrefixes, truncated: false, last };
      if (objects.length + commonPrefixes.length >= limit) {
        return { objects, commonPrefixes, truncated: limit > 0, last };
      }
      const end = delimiter === '' ? -1 : summary.key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        objects.push(summary);
        last = summary.key;
        from = justAfter(last);
      } else {
        last = summary.key.slice(0, end + delimiter.length);
        commonPrefixes.push(last);
        from = past(last);
        jumped = true;
        break;
      }
    }
    if (batch.length === 0 || (!jumped && batch.length < Math.min(missing + 1, BATCH))) {
      return { objects, commonPrefixes, truncated: false, last };
    }
  }
}
