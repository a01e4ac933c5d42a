/** A time of a record for people, in UTC: `2026-11-22 16:10:01`. */
export function shortTime(iso: string): string {
  return iso.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ');
}
