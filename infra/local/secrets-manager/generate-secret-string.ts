import { randomInt } from 'node:crypto';
import type { GenerateSecretString } from './secret-config.ts';

const DEFAULT_LENGTH = 32;
const MAXIMUM_LENGTH = 4096;
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * Draws a secret as GenerateSecretString asks for: a password, or the JSON template with the password under
 * its key. Source: AWS::SecretsManager::Secret GenerateSecretString in the CloudFormation reference.
 *
 * @throws Error when the options leave no password to draw, or the template is not a JSON object.
 */
export function generateSecretString(options: GenerateSecretString): string {
  const password = generatePassword(options);
  const { SecretStringTemplate: template, GenerateStringKey: key } = options;
  if (template === undefined && key === undefined) return password;
  if (template === undefined || key === undefined) {
    throw new Error('SecretStringTemplate and GenerateStringKey only work together: give both or neither.');
  }
  return JSON.stringify({ ...parseTemplate(template), [key]: password });
}

function generatePassword(options: GenerateSecretString): string {
  const length = options.PasswordLength ?? DEFAULT_LENGTH;
  const kinds = [
    options.ExcludeLowercase ? '' : LOWERCASE,
    options.ExcludeUppercase ? '' : LOWERCASE.toUpperCase(),
    options.ExcludeNumbers ? '' : NUMBERS,
    options.ExcludePunctuation ? '' : PUNCTUATION,
    options.IncludeSpace ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !options.ExcludeCharacters?.includes(character)))
    .filter((kind) => kind.length > 0);
  const required = options.RequireEachIncludedType === false ? [] : kinds;
  const all = kinds.flat();
  if (all.length === 0) throw new Error('GenerateSecretString excludes every character.');
  if (!Number.isInteger(length) || length < Math.max(1, required.length) || length > MAXIMUM_LENGTH) {
    throw new Error(
      `PasswordLength must be between ${Math.max(1, required.length)} and ${MAXIMUM_LENGTH} here, not ${length}.`,
    );
  }
  const drawn = required.map(draw);
  while (drawn.length < length) drawn.push(draw(all));
  return shuffle(drawn).join('');
}

function draw(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? '';
}

/** Fisher and Yates; without it the first characters would tell their kind. */
function shuffle(characters: readonly string[]): string[] {
  const shuffled: string[] = [];
  for (const character of characters) {
    const place = randomInt(shuffled.length + 1);
    shuffled.push(shuffled[place] ?? character);
    shuffled[place] = character;
  }
  return shuffled;
}

function parseTemplate(template: string): object {
  const parsed: unknown = JSON.parse(template);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error('SecretStringTemplate must be a JSON object.');
  }
  return parsed;
}
