/**
 * Whether a value of JSON holds more than so many values: members of lists and of objects, at any depth. Never calls
 * itself, and looks at no more than it has to.
 */
export function holdsMore(value: unknown, most: number): boolean {
  const left = [value];
  let held = 0;
  while (left.length > 0) {
    const item = left.pop();
    const members = typeof item === 'object' && item !== null ? Object.values(item) : [];
    held += members.length;
    if (held > most) return true;
    left.push(...members);
  }
  return false;
}
