import type { SeparationType } from '../catalogue/separation-type.ts';

/** The options that are set and that the type knows: others are ignored, as any unknown field is. */
export function knownOptions(
  options: Readonly<Record<string, string | undefined>>,
  { fields }: Pick<SeparationType, 'fields'>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      value === undefined || !fields.some(({ key }) => key === name) ? [] : [[name, value]],
    ),
  );
}
