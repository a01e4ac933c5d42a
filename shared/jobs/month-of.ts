/** The calendar month of a moment in UTC, as `2026-11`: the name of a budget. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 'yyyy-mm'.length);
}
