import type * as z from 'zod';
import type { algorithmListAnswer } from '../contract/algorithm-list-answer.ts';
import { AUDIO_WIDGETS } from './audio-widgets.ts';
import { type Catalogue, catalogue } from './separation-type.ts';
import { slugFor } from './slug-for.ts';

/** The list of separation types, as the client reads it. */
type AlgorithmList = z.output<typeof algorithmListAnswer>;
type ListedAlgorithm = AlgorithmList[number];
type ListedField = ListedAlgorithm['algorithmFields'][number];

/** Who may use a type, in the order of its `orientation`. */
const ACCESS_LEVELS = ['everyone', 'registered', 'premium'];
const OPTION_KEYS = ['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4'];
const ACTIONS = ['show', 'hide'];
const INPUT_TYPES = ['select', 'text', 'textarea'];

/** The group of types whose group the list does not tell. */
const NO_GROUP = { id: 0, name: 'Other' };

/**
 * The catalogue that a list of algorithms describes: the answer of `GET app/algorithms` with all scopes. Types
 * that the API as we know it cannot run, since they are made of something else than files or nothing, are
 * left out, and so are fields that it has no name for.
 *
 * @param known the catalogue so far: its types keep their slugs, under which stems are stored.
 */
export function catalogueFromAlgorithms(list: AlgorithmList, known: Catalogue): Catalogue {
  const groups: Record<string, string> = {};
  const slugs = new Map(known.types.map(({ id, slug }) => [id, slug]));
  const types = new Map<number, unknown>();
  for (const algorithm of list) {
    const input = inputOf(algorithm);
    if (input === undefined || types.has(algorithm.renderId)) continue;
    const { id, name } = groupOf(algorithm, known);
    groups[id] = name;
    const typeName = tidy(algorithm.name);
    const slug = slugs.get(algorithm.renderId) ?? slugFor(typeName, algorithm.renderId, [...slugs.values()]);
    slugs.set(algorithm.renderId, slug);
    types.set(algorithm.renderId, {
      id: algorithm.renderId,
      name: typeName,
      slug,
      group: name,
      order: algorithm.orderId,
      active: algorithm.isActive ?? true,
      access: ACCESS_LEVELS[algorithm.orientation ?? 0] ?? 'everyone',
      input,
      // 0 is what a list says of a type whose price it does not know.
      creditsPerMinute: algorithm.priceCoefficient || undefined,
      stems: algorithm.outputs,
      fields: algorithm.algorithmFields
        .filter(({ name: key }) => OPTION_KEYS.includes(key))
        .map((field) => fieldFrom(field, algorithm.algorithmFields)),
    });
  }
  const sorted = [...types].sort(([one], [other]) => one - other).map(([, type]) => type);
  return catalogue.parse({ groups, types: sorted });
}

function inputOf({ audioWidget }: ListedAlgorithm): string | undefined {
  if (audioWidget === undefined) return 'one-file';
  return Object.entries(AUDIO_WIDGETS).find(([, widget]) => widget === audioWidget)?.[0];
}

function groupOf(algorithm: ListedAlgorithm, known: Catalogue): { id: number; name: string } {
  const id = algorithm.algorithmGroup?.id ?? algorithm.algorithmGroupId ?? NO_GROUP.id;
  const name = algorithm.algorithmGroup?.name ?? known.groups[id] ?? NO_GROUP.name;
  return { id, name: tidy(name) };
}

function fieldFrom(field: ListedField, siblings: readonly ListedField[]) {
  const options = Object.entries(field.options).map(([key, label]) => [key, tidy(label)] as const);
  const rules = field.priceRules.flatMap(({ mode, optionKey, value }) =>
    mode === 'multiplier' && value !== undefined ? [[optionKey, value] as const] : [],
  );
  return {
    key: field.name,
    label: tidy(field.text ?? field.name),
    serverKey: field.serverKey === field.name ? undefined : field.serverKey,
    default: field.defaultKey,
    options: options.length === 0 ? undefined : Object.fromEntries(options),
    priceMultipliers: rules.length === 0 ? undefined : Object.fromEntries(rules),
    inputType: INPUT_TYPES.find((known) => known === field.inputType),
    required: field.required ?? false,
    conditions: field.conditions.flatMap((condition) => {
      const dependsOn = siblings.find(
        ({ id }) => id !== undefined && id === condition.dependsOnFieldId,
      )?.name;
      const action = ACTIONS.find((known) => known === condition.action);
      // Another operator than the only one on record says something that we cannot check.
      if (dependsOn === undefined || action === undefined || condition.operator !== 'in') return [];
      return [{ dependsOn, values: valuesOf(condition.valueJson), action }];
    }),
  };
}

/** A JSON list inside a text, or the list itself; keys may be numbers in it. */
function valuesOf(valueJson: unknown): string[] {
  const list = typeof valueJson === 'string' ? jsonOrText(valueJson) : valueJson;
  return (Array.isArray(list) ? list : [list]).map(String);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Labels as the service has them hold spaces that nobody meant. */
function tidy(text: string): string {
  return text.trim().replaceAll(' ,', ',');
}
