/** A moment as answers show it: `2024-02-12 16:19:29`, UTC. @param iso as `Date.toISOString` writes it. */
export function wireTimeOf(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
