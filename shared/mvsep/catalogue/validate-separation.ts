import { InvalidSeparation } from '../../errors/invalid-separation.ts';
import { findOutputFormat, OUTPUT_FORMATS } from './output-format.ts';
import type { Separation, SeparationOptions } from './separation.ts';
import {
  aliasOptions,
  findSeparationType,
  type OptionField,
  type SeparationType,
} from './separation-type.ts';

/** How many allowed options a message lists. */
const LISTED = 25;

/**
 * Checks a separation of one song against the catalogue and answers it with aliases resolved and empty options
 * left out. An option that names the default is kept: the service may change its defaults.
 *
 * @throws InvalidSeparation a sentence that says what is allowed instead.
 */
export function validateSeparation(wanted: Separation): Separation {
  const type = findSeparationType(wanted.separationType);
  if (type === undefined) {
    throw new InvalidSeparation(
      `There is no separation type ${wanted.separationType}. ` +
        'Use the render_id of a type that GET /api/app/algorithms lists, for example 40 or 44.',
    );
  }
  if (type.input !== 'one-file') {
    throw new InvalidSeparation(
      `"${type.name}" (${type.id}) does not separate a single uploaded file. Choose another type.`,
    );
  }
  if (!type.active) {
    throw new InvalidSeparation(
      `"${type.name}" (${type.id}) is switched off at the service. Choose another type of the group "${type.group}".`,
    );
  }
  if (findOutputFormat(wanted.outputFormat) === undefined) {
    const formats = OUTPUT_FORMATS.map(({ id, name }) => `${id} ${name}`).join(', ');
    throw new InvalidSeparation(`There is no output format ${wanted.outputFormat}. Allowed: ${formats}.`);
  }
  const options = { ...aliasOptions(wanted.separationType), ...wanted.options };
  return {
    separationType: type.id,
    options: checkedOptions(type, options),
    outputFormat: wanted.outputFormat,
  };
}

function checkedOptions(type: SeparationType, options: SeparationOptions): SeparationOptions {
  const given = Object.entries(options).filter(([, value]) => value !== '');
  for (const [key] of given) {
    if (type.fields.some((field) => field.key === key)) continue;
    const keys = type.fields.map((field) => field.key).join(', ');
    throw new InvalidSeparation(
      `"${type.name}" (${type.id}) has no option ${key}. Allowed: ${keys === '' ? 'no options at all' : keys}.`,
    );
  }
  const checked: SeparationOptions = {};
  for (const field of type.fields) {
    const value = given.find(([key]) => key === field.key)?.[1];
    if (value === undefined) {
      requireDefault(type, field);
      continue;
    }
    checkOption(type, field, value);
    checked[field.key] = value;
  }
  return checked;
}

function checkOption(type: SeparationType, field: OptionField, value: string): void {
  if (field.options === undefined || Object.hasOwn(field.options, value)) return;
  throw new InvalidSeparation(
    `"${type.name}" (${type.id}) has no ${field.key} "${value.slice(0, 40)}" (${field.label}). ` +
      `Allowed: ${listed(field.options)}.`,
  );
}

/** An absent option stands for its default. Without one, the service would refuse the song after its upload. */
function requireDefault(type: SeparationType, field: OptionField): void {
  if (!field.required || field.default !== undefined) return;
  throw new InvalidSeparation(
    `"${type.name}" (${type.id}) needs the option ${field.key} (${field.label}). ` +
      (field.options === undefined ? 'Give it any text.' : `Allowed: ${listed(field.options)}.`),
  );
}

function listed(options: Readonly<Record<string, string>>): string {
  const all = Object.entries(options).map(([key, label]) => `${key} ${label}`);
  return `${all.slice(0, LISTED).join('; ')}${all.length > LISTED ? '; …' : ''}`;
}
