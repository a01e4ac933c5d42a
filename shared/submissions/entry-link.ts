/** Where an entry is seen whose answer was lost, or brought no link. */
export function entryLink(upstreamUrl: string, id: number): string {
  return `${upstreamUrl.replace(/\/+$/, '')}/api/quality_checker/entry?id=${id}`;
}
