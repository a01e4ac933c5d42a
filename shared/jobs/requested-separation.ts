import { InvalidSeparation } from '../errors/invalid-separation.ts';
import type { Separation, SeparationOptions } from '../mvsep/catalogue/separation.ts';
import { validateSeparation } from '../mvsep/catalogue/validate-separation.ts';

const OPTION_METADATA = [
  ['add-opt1', 'add_opt1'],
  ['add-opt2', 'add_opt2'],
  ['add-opt3', 'add_opt3'],
  ['add-opt4', 'add_opt4'],
] as const;

/**
 * Which separation an upload gets: what its metadata says (`sep-type`, `add-opt1` … `add-opt4`,
 * `output-format`), else the defaults. The default options belong to the default type: an upload that names
 * a type of its own gets only its own options.
 *
 * @throws InvalidSeparation a sentence that says what is allowed instead.
 */
export function requestedSeparation(
  metadata: Readonly<Record<string, string>>,
  defaults: Separation,
): Separation {
  const ownType = metadata['sep-type'] !== undefined && metadata['sep-type'] !== '';
  const options: SeparationOptions = ownType ? {} : { ...defaults.options };
  for (const [header, key] of OPTION_METADATA) {
    const value = metadata[header];
    if (value !== undefined && value !== '') options[key] = value;
  }
  return validateSeparation({
    separationType: wholeNumber(metadata, 'sep-type', defaults.separationType),
    options,
    outputFormat: wholeNumber(metadata, 'output-format', defaults.outputFormat),
  });
}

function wholeNumber(metadata: Readonly<Record<string, string>>, header: string, fallback: number): number {
  const text = metadata[header];
  if (text === undefined || text === '') return fallback;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidSeparation(
    `The metadata ${header} of the upload is "${text.slice(0, 40)}", which is not a whole number. ` +
      'Use the number of a separation type or an output format, for example 44 or 1.',
  );
}
