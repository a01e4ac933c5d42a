import { UnusableModel } from '../../../shared/errors/unusable-model.ts';
import { modelOutputs } from '../../../shared/models/model-outputs.ts';
import type { ModelSidecar, ServedType } from '../../../shared/models/model-sidecar.ts';
import { findSeparationType, type SeparationType } from '../../../shared/mvsep/catalogue/separation-type.ts';
import type { ServesReport } from './model-report.ts';

/**
 * What a sidecar says that its model serves, held against the types that there are.
 *
 * @throws UnusableModel naming the first type or option that does not exist
 */
export function describeServedTypes(sidecar: ModelSidecar): ServesReport[] {
  return sidecar.serves.map((served, place) => {
    const type = requireType(served, `serves[${place}]`);
    requireOptions(served, type, `serves[${place}].options`);
    return {
      sep_type: type.id,
      type: type.name,
      options: served.options,
      standing: served.standing,
      stems: modelOutputs(sidecar, served).map(({ name }) => name),
    };
  });
}

function requireType({ sep_type: id }: ServedType, place: string): SeparationType {
  const type = findSeparationType(id);
  if (type === undefined) {
    throw new UnusableModel(
      `${place}.sep_type: there is no separation type ${id}. GET /api/app/algorithms lists all, as render_id.`,
    );
  }
  if (type.id !== id) {
    throw new UnusableModel(`${place}.sep_type: ${id} is another name of type ${type.id}. Serve that one.`);
  }
  if (type.input !== 'one-file') {
    throw new UnusableModel(
      `${place}.sep_type: "${type.name}" (${id}) does not take one file, as models do.`,
    );
  }
  if (!type.active) {
    throw new UnusableModel(
      `${place}.sep_type: nobody can order "${type.name}" (${id}); it is switched off.`,
    );
  }
  return type;
}

function requireOptions({ options }: ServedType, type: SeparationType, place: string): void {
  for (const [key, values = []] of Object.entries(options)) {
    const field = type.fields.find((candidate) => candidate.key === key);
    if (field === undefined) {
      const keys = type.fields.map((candidate) => candidate.key).join(', ') || 'no options at all';
      throw new UnusableModel(`${place}: "${type.name}" (${type.id}) has no ${key}. It has ${keys}.`);
    }
    const allowed = field.options;
    const unknown = allowed === undefined ? [] : values.filter((value) => !Object.hasOwn(allowed, value));
    if (unknown.length > 0) {
      throw new UnusableModel(
        `${place}.${key}: "${type.name}" (${type.id}) has no ${key} ${unknown.join(', ')}. ` +
          `Allowed: ${Object.keys(allowed ?? {}).join(', ')}.`,
      );
    }
  }
}
