import { findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import type { Stem } from '../separators/stem.ts';
import type { ModelSidecar, ServedType } from './model-sidecar.ts';

/** One file that a user gets of a model. */
export interface ModelOutput extends Stem {
  /** The stems of the model that are added up to it, or the mix minus all other files. */
  readonly of: string[] | 'rest';
}

/** What users get under a type that a model serves: all of its stems where the sidecar names none. */
export function modelOutputs(
  sidecar: Pick<ModelSidecar, 'stems'>,
  { sep_type: sepType, stems }: ServedType,
): ModelOutput[] {
  if (stems === undefined) {
    const labels = findSeparationType(sepType)?.stems ?? {};
    return sidecar.stems.map((name) => ({ label: labels[name] ?? labelOf(name), name, of: [name] }));
  }
  return stems.map(({ label, name, of = [name] }) => ({ label, name, of }));
}

/** `back_vocals` → `Back vocals`. */
function labelOf(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
