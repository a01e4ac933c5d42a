/** The longest name a stem gets; longer ones are cut. */
export const MAXIMUM_STEM_NAME_BYTES = 40;

/** `-2`, `-3` … tell apart stems of one name. */
const LONGEST_COUNTER_BYTES = 4;

/**
 * File names for the stems of one job, made from the labels of the service: lower-case ASCII letters, digits
 * and dashes, so that no label can leave its folder, and different from each other
 * and from the manifest.
 *
 * @example stemNames(['Vocals_Lead', 'Other', 'Other']); // ['vocals-lead', 'other', 'other-2']
 */
export function stemNames(labels: readonly string[]): string[] {
  const taken = new Set(['manifest']);
  return labels.map((label) => {
    const plain = plainName(label);
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
    taken.add(name);
    return name;
  });
}

function plainName(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAXIMUM_STEM_NAME_BYTES - LONGEST_COUNTER_BYTES)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'stem' : plain;
}
