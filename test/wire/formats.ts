import { type Decode, matching, text, WireMismatch } from './decode.ts';

/** `2026-08-12 12:00:25`, or ISO 8601 in UTC. A real date, too. */
export const time: Decode<string> = realDate(
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)$/,
);

/** `2026-08-12 12:00`: demos tell no seconds. */
export const minute: Decode<string> = realDate(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);

const shortHash = /^[A-Za-z0-9]{16}$/;
export const longHash = /^\d{14}-[0-9a-f]{10}-[^/?#]+$/;

/** What create answers: either of them. */
export const anyHash = new RegExp(`${shortHash.source}|${longHash.source}`);

export const apiToken = matching(/^[A-Za-z0-9]{30}$/);

/** `5.70 MB`. */
export const size = matching(/^\d+(\.\d+)? (B|KB|MB|GB)$/);

/** A name, not a path. */
export const fileName = matching(/^[^/\\?#]+\.[a-z0-9]{2,4}$/);

/** An absolute link under the server's own address: what `URL(string:)` accepts, and nothing relative. */
export function linkUnder(base: string, path: RegExp): Decode<string> {
  return (value, where) => {
    const link = text(value, where);
    if (!URL.canParse(link) || !link.startsWith(`${base}/`) || !path.test(link.slice(base.length))) {
      throw new WireMismatch(where, `a link ${base}${path.source}`, link);
    }
    return link;
  };
}

/** A link to a file: below /storage/, with neither query nor fragment. */
export const fileLinkUnder = (base: string): Decode<string> => linkUnder(base, /^\/storage\/[^?#]+$/);

/** A link to a stem: as a file's, and its name ends with the stem. */
export const stemLinkUnder = (base: string): Decode<string> =>
  linkUnder(base, /^\/storage\/[^?#]+_[A-Za-z0-9-]+\.[a-z0-9]{2,4}$/);

function realDate(pattern: RegExp): Decode<string> {
  return (value, path) => {
    const written = matching(pattern)(value, path);
    if (Number.isNaN(Date.parse(`${written.replace(' ', 'T').replace(/Z$/, '')}Z`))) {
      throw new WireMismatch(path, 'a time that exists', written);
    }
    return written;
  };
}
