/** Whether a list of entity tags ("*", `"a", W/"b"`) names this one (given without quotes). */
export function matchesEtag(list: string, etag: string): boolean {
  return list
    .split(',')
    .map((item) => item.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((item) => item === '*' || item === etag);
}
