import { InvalidSeparation } from '../../errors/invalid-separation.ts';
import { LONGEST_OPTION } from '../contract/longest-option.ts';
import { fieldShown } from './field-shown.ts';
import { nearestOptions } from './nearest-options.ts';
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

/** What a caller cannot do with a type when it brings something else. */
const NEEDED = {
  'one-file': 'separates one uploaded file or link',
  'two-files': 'works on two files, a target and a reference',
  none: 'makes audio from text and takes no file',
} as const;

const BROUGHT = {
  'one-file': 'does not separate a single uploaded file',
  'two-files': 'does not work on a target and a reference file',
  none: 'cannot work without a file',
} as const;

/**
 * Checks a separation against the catalogue and answers it with aliases resolved and empty options left out.
 * An option that names the default is kept: the service may change its defaults.
 *
 * @param input what the caller brings; types that are made of something else are refused.
 * @param runsHere whether an Engine asks for what it runs itself: what the service has switched off is none of its business.
 * @throws InvalidSeparation a sentence that says what is allowed instead.
 */
export function validateSeparation(
  wanted: Separation,
  input: SeparationType['input'] = 'one-file',
  runsHere = false,
): Separation {
  const type = findSeparationType(wanted.separationType);
  if (type === undefined) {
    throw new InvalidSeparation(
      `There is no separation type ${wanted.separationType}. ` +
        'Use the render_id of a type that GET /api/app/algorithms lists, for example 40 or 44.',
    );
  }
  if (type.input !== input) {
    throw new InvalidSeparation(
      `"${type.name}" (${type.id}) ${BROUGHT[input]}: it ${NEEDED[type.input]}. Choose another type.`,
    );
  }
  if (!type.active && !runsHere) {
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
    const shown = fieldShown(type, field, options);
    if (value === undefined) {
      if (shown) requireDefault(type, field);
      continue;
    }
    checkOption(type, field, value);
    if (!shown && value !== field.default) throw notWithTheOthers(type, field, value);
    checked[field.key] = value;
  }
  return checked;
}

function checkOption(type: SeparationType, field: OptionField, value: string): void {
  if (field.options === undefined) {
    checkText(type, field, value);
    return;
  }
  if (Object.hasOwn(field.options, value)) return;
  const meant = nearestOptions(value, field.options).map((key) => `${key} (${field.options?.[key]})`);
  throw new InvalidSeparation(
    `"${type.name}" (${type.id}) has no ${field.key} "${value.slice(0, 40)}" (${field.label}). ` +
      (meant.length === 0 ? '' : `Did you mean ${meant.join(' or ')}? `) +
      `Allowed: ${listed(field.options)}.`,
  );
}

/** Any text will do that can be kept and sent. */
function checkText(type: SeparationType, field: OptionField, value: string): void {
  if (value.length <= LONGEST_OPTION) return;
  throw new InvalidSeparation(
    `"${type.name}" (${type.id}) takes a text of at most ${LONGEST_OPTION} characters as ${field.key} ` +
      `(${field.label}), and this one has ${value.length}. Shorten it.`,
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

/** A choice that the service does not offer beside the others; the default is no choice and does no harm. */
function notWithTheOthers(type: SeparationType, field: OptionField, value: string): InvalidSeparation {
  const rules = field.conditions.map(({ dependsOn, values, action }) => {
    const labels = type.fields.find(({ key }) => key === dependsOn)?.options ?? {};
    const named = values.map((key) => `${key}${labels[key] === undefined ? '' : ` (${labels[key]})`}`);
    return `${action === 'show' ? 'with' : 'without'} ${dependsOn} set to ${named.join(' or ')}`;
  });
  return new InvalidSeparation(
    `"${type.name}" (${type.id}) takes ${field.key} "${value.slice(0, 40)}" (${field.label}) only ` +
      `${rules.join(' and ')}. Allowed otherwise: ${field.default ?? 'leave it out'}.`,
  );
}

function listed(options: Readonly<Record<string, string>>): string {
  const all = Object.entries(options).map(([key, label]) => `${key} ${label}`);
  return `${all.slice(0, LISTED).join('; ')}${all.length > LISTED ? '; …' : ''}`;
}
