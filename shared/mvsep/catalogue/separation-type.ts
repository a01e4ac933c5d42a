import * as z from 'zod';
import snapshot from './separation-types.json' with { type: 'json' };

const optionKey = z.enum(['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4']);
const inputType = z.enum(['select', 'text', 'textarea']);

/** When a field can be used at all: it shows, or hides, while another field has one of some values. */
const condition = z.object({
  dependsOn: optionKey,
  values: z.array(z.string()),
  action: z.enum(['show', 'hide']),
});

const optionField = z
  .object({
    key: optionKey,
    label: z.string(),
    /** How a form shows it; by default a `select` where there are options, else a line of `text`. */
    inputType: inputType.optional(),
    /** What the service calls it inside; nothing that a caller has to know. */
    serverKey: z.string().optional(),
    /** The option that an absent field stands for. */
    default: z.string().optional(),
    required: z.boolean().default(false),
    /** Allowed keys and what they mean; absent when the field takes free text. */
    options: z.record(z.string(), z.string()).optional(),
    /** What choosing an option multiplies the price by; options not named cost nothing extra. */
    priceMultipliers: z.record(z.string(), z.number().positive()).optional(),
    /** The field is usable while all of them let it show. */
    conditions: z.array(condition).default([]),
  })
  .transform((field) => ({
    ...field,
    inputType: field.inputType ?? (field.options === undefined ? 'text' : 'select'),
  }));

const separationType = z.object({
  /** `sep_type` on the wire, `render_id` in the list of algorithms. */
  id: z.int().min(0),
  name: z.string(),
  /** Unique among all types, and kept when the name changes: stems are stored under it. */
  slug: z.string().regex(/^[a-z0-9-]+$/),
  /** Name of its group; see `groups`. */
  group: z.string(),
  /** Its place in its group, smallest first; 0 when the snapshot knows none. */
  order: z.int().default(0),
  /** False when the service lists the type but does not run it any more. */
  active: z.boolean().default(true),
  access: z.enum(['everyone', 'registered', 'premium']),
  /** What a separation of this type is made of. */
  input: z.enum(['one-file', 'two-files', 'none']),
  /** Absent when the snapshot knows no price. */
  creditsPerMinute: z.number().positive().optional(),
  /** Outputs by short key, with the label that `get` shows. */
  stems: z.record(z.string(), z.string()),
  fields: z.array(optionField).default([]),
});

/** The separation types of a service at one time. */
export const catalogue = z.object({
  /** Names of the groups by the service's number; 0 holds the types whose group nobody recorded. */
  groups: z.record(z.string().regex(/^\d+$/), z.string()),
  types: z.array(separationType),
});

export type Catalogue = z.infer<typeof catalogue>;
export type SeparationType = z.infer<typeof separationType>;
export type OptionField = z.infer<typeof optionField>;

/** What the page of the API calls "Demucs3 Model B" and no list of types holds. */
const ALIASES: Readonly<Record<number, { readonly id: number; readonly options: Record<string, string> }>> = {
  11: { id: 10, options: { add_opt1: '1' } },
};

/**
 * Every separation type known, from a snapshot of mid 2026. Types and prices change at mvsep.com from time to
 * time; `GET /api/app/algorithms` is the living source, from which the operator's `catalogue refresh` writes
 * the snapshot anew.
 */
export const CATALOGUE: Catalogue = catalogue.parse(snapshot);

/** The types of the catalogue. */
export const SEPARATION_TYPES: readonly SeparationType[] = CATALOGUE.types;

const groupIds = new Map(Object.entries(CATALOGUE.groups).map(([id, name]) => [name, Number(id)]));
const byId = new Map(SEPARATION_TYPES.map((type) => [type.id, type]));

/** The type with this `sep_type`, aliases included; undefined when there is none. */
export function findSeparationType(id: number): SeparationType | undefined {
  return byId.get(ALIASES[id]?.id ?? id);
}

/** The service's number of a type's group; 0 when nobody recorded its group. */
export function groupIdOf({ group }: Pick<SeparationType, 'group'>): number {
  return groupIds.get(group) ?? 0;
}

/** The options that an alias stands for; none for any other id. */
export function aliasOptions(id: number): Readonly<Record<string, string>> {
  return ALIASES[id]?.options ?? {};
}
