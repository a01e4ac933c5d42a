/**
 * A slug for a new type: its name without what stands in brackets, in small ASCII letters. Where another type
 * has that already, the type's number makes the difference.
 */
export function slugFor(name: string, id: number, taken: readonly string[]): string {
  const slug = name
    .replace(/\(.*/, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const plain = slug === '' ? 'type' : slug;
  return slug === '' || taken.includes(plain) ? `${plain}-${id}` : plain;
}
