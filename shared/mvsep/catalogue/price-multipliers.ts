import { fieldShown } from './field-shown.ts';
import type { SeparationOptions } from './separation.ts';
import type { SeparationType } from './separation-type.ts';

/** What the chosen options of a type multiply its price by; an option that was left out counts as its default. */
export function priceMultipliers(type: SeparationType, options: SeparationOptions): number[] {
  return type.fields.flatMap((field) => {
    const chosen = options[field.key] || field.default;
    if (field.priceMultipliers === undefined || chosen === undefined) return [];
    return fieldShown(type, field, options) ? [field.priceMultipliers[chosen] ?? 1] : [];
  });
}
