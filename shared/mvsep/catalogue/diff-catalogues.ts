import type { Catalogue, OptionField, SeparationType } from './separation-type.ts';

/** What became of a type: a sentence without its name for each thing that changed. */
interface ChangedType {
  readonly type: SeparationType;
  readonly changes: readonly string[];
}

/** What is different in a newer catalogue. */
export interface CatalogueDifference {
  readonly added: readonly SeparationType[];
  readonly removed: readonly SeparationType[];
  readonly changed: readonly ChangedType[];
}

/** Compares two catalogues by the numbers of their types: what a caller who knew the old one has to learn. */
export function diffCatalogues(before: Catalogue, after: Catalogue): CatalogueDifference {
  const old = new Map(before.types.map((type) => [type.id, type]));
  const current = new Map(after.types.map((type) => [type.id, type]));
  return {
    added: after.types.filter(({ id }) => !old.has(id)),
    removed: before.types.filter(({ id }) => !current.has(id)),
    changed: after.types.flatMap((type) => {
      const was = old.get(type.id);
      const changes = was === undefined ? [] : changesOf(was, type);
      return changes.length === 0 ? [] : [{ type, changes }];
    }),
  };
}

function changesOf(was: SeparationType, is: SeparationType): string[] {
  return [
    ...differs('name', was.name, is.name),
    ...differs('group', was.group, is.group),
    ...differs('place in its group', was.order, is.order),
    ...differs('runs', was.active, is.active),
    ...differs('access', was.access, is.access),
    ...differs('input', was.input, is.input),
    ...differs('credits a minute', was.creditsPerMinute, is.creditsPerMinute),
    ...entryChanges('stem', was.stems, is.stems),
    ...fieldChanges(was.fields, is.fields),
  ];
}

function fieldChanges(was: readonly OptionField[], is: readonly OptionField[]): string[] {
  const keys = new Set([...was, ...is].map(({ key }) => key));
  return [...keys].flatMap((key) => {
    const before = was.find((field) => field.key === key);
    const after = is.find((field) => field.key === key);
    if (before === undefined) return [`${key} is new: ${after?.label}`];
    if (after === undefined) return [`${key} is gone: ${before.label}`];
    return [
      ...differs(`${key} label`, before.label, after.label),
      ...differs(`${key} input type`, before.inputType, after.inputType),
      ...differs(`${key} server key`, before.serverKey, after.serverKey),
      ...differs(`${key} default`, before.default, after.default),
      ...differs(`${key} required`, before.required, after.required),
      ...differs(`${key} conditions`, before.conditions, after.conditions),
      ...entryChanges(`${key} option`, before.options, after.options),
      ...entryChanges(`${key} price rule`, before.priceMultipliers, after.priceMultipliers),
    ];
  });
}

function entryChanges(
  what: string,
  was: Readonly<Record<string, string | number>> = {},
  is: Readonly<Record<string, string | number>> = {},
): string[] {
  const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...keys].flatMap((key) => differs(`${what} ${key}`, was[key], is[key]));
}

function differs(what: string, was: unknown, is: unknown): string[] {
  const [before, after] = [JSON.stringify(was) ?? 'none', JSON.stringify(is) ?? 'none'];
  return before === after ? [] : [`${what}: ${before} → ${after}`];
}
