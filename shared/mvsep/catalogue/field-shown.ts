import type { SeparationOptions } from './separation.ts';
import type { OptionField, SeparationType } from './separation-type.ts';

/**
 * Whether a field can be used beside the other options that were chosen: the service shows some fields for
 * some models only. A field that was left out counts as its default.
 */
export function fieldShown(type: SeparationType, field: OptionField, options: SeparationOptions): boolean {
  return field.conditions.every(({ dependsOn, values, action }) => {
    const other = type.fields.find(({ key }) => key === dependsOn);
    const chosen = options[dependsOn] || other?.default;
    return values.some((value) => value === chosen) === (action === 'show');
  });
}
