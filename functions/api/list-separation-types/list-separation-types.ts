import type * as z from 'zod';
import type { listSeparationTypes as operation } from '../../../shared/api/operations/list-separation-types.ts';
import type { KnownCatalogue } from '../../../shared/catalogue/read-catalogue.ts';
import { searchSeparationTypes } from '../../../shared/mvsep/catalogue/search-separation-types.ts';
import type { OptionField, SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';

type Reply = z.input<typeof operation.reply>;
type ListedType = Reply['types'][number];

/** The types that fit, the best first; all of them without a filter. */
export function listSeparationTypes(
  { catalogue, readAt }: KnownCatalogue,
  { text, stem }: z.output<typeof operation.query>,
): Reply {
  const wanted = { ...(text === undefined ? {} : { text }), ...(stem === undefined ? {} : { stem }) };
  return { readAt, types: searchSeparationTypes(wanted, catalogue.types).map(describeType) };
}

function describeType(type: SeparationType): ListedType {
  const { id, slug, name, group, active: isActive, access, input, creditsPerMinute, stems, fields } = type;
  return {
    ...{ id, slug, name, group, isActive, access, input, creditsPerMinute },
    stems: Object.values(stems),
    options: fields.map(describeField),
  };
}

function describeField(field: OptionField): ListedType['options'][number] {
  const { key, label, required: isRequired, default: standard, options, conditions } = field;
  const choices =
    options &&
    Object.entries(options).map(([value, meaning]) => ({
      value,
      label: meaning,
      priceMultiplier: field.priceMultipliers?.[value] ?? 1,
    }));
  return { key, label, isRequired, default: standard, choices, conditions };
}
