import { InvalidSeparation } from '../errors/invalid-separation.ts';
import { findOutputFormat, OUTPUT_FORMATS } from '../mvsep/catalogue/output-format.ts';
import type { Separation, SeparationOptions } from '../mvsep/catalogue/separation.ts';
import { validateSeparation } from '../mvsep/catalogue/validate-separation.ts';

const OPTION_METADATA = [
  ['add-opt1', 'add_opt1'],
  ['add-opt2', 'add_opt2'],
  ['add-opt3', 'add_opt3'],
  ['add-opt4', 'add_opt4'],
] as const;

const REQUEST_KEYS = ['recipe', 'sep-type', ...OPTION_METADATA.map(([key]) => key), 'output-format'];

/** What an object asks for, in its metadata: nothing else in there plays a part. */
export type UploadRequest = Readonly<Record<string, string>>;

/** Takes out of an object's metadata what asks for something; empty values ask for nothing. */
export function uploadRequest(metadata: Readonly<Record<string, string>>): UploadRequest {
  const asked = REQUEST_KEYS.flatMap((key) => {
    const value = metadata[key];
    return value === undefined || value === '' ? [] : [[key, value] as const];
  });
  return Object.fromEntries(asked);
}

/** Keys of a request that ask for a single separation. */
export function separationKeys(request: UploadRequest): string[] {
  return Object.keys(request).filter((key) => key !== 'recipe' && key !== 'output-format');
}

/**
 * Which separation an upload gets: what its metadata says (`sep-type`, `add-opt1` … `add-opt4`,
 * `output-format`), else the defaults. The default options belong to the default type: an upload that names
 * a type of its own gets only its own options.
 *
 * @throws InvalidSeparation a sentence that says what is allowed instead.
 */
export function requestedSeparation(request: UploadRequest, defaults: Separation): Separation {
  const options: SeparationOptions = request['sep-type'] === undefined ? { ...defaults.options } : {};
  for (const [header, key] of OPTION_METADATA) {
    const value = request[header];
    if (value !== undefined) options[key] = value;
  }
  return validateSeparation({
    separationType: wholeNumber(request, 'sep-type') ?? defaults.separationType,
    options,
    outputFormat: wholeNumber(request, 'output-format') ?? defaults.outputFormat,
  });
}

/**
 * The output format that an upload asks for; undefined when it leaves that to its recipe or the settings.
 *
 * @throws InvalidSeparation
 */
export function requestedFormat(request: UploadRequest): number | undefined {
  const outputFormat = wholeNumber(request, 'output-format');
  if (outputFormat === undefined || findOutputFormat(outputFormat) !== undefined) return outputFormat;
  const formats = OUTPUT_FORMATS.map(({ id, name }) => `${id} ${name}`).join(', ');
  throw new InvalidSeparation(`There is no output format ${outputFormat}. Allowed: ${formats}.`);
}

function wholeNumber(request: UploadRequest, header: string): number | undefined {
  const text = request[header];
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidSeparation(
    `The metadata ${header} of the upload is "${text.slice(0, 40)}", which is not a whole number. ` +
      'Use the number of a separation type or an output format, for example 44 or 1.',
  );
}
