import { findOutputEncoding } from '../shared/engine/output-encoding.ts';
import { InvalidSeparation } from '../shared/errors/invalid-separation.ts';
import type { Separation } from '../shared/mvsep/catalogue/separation.ts';
import { validateSeparation } from '../shared/mvsep/catalogue/validate-separation.ts';
import { findSeparator, SEPARATORS } from '../shared/separators/registry.ts';

/** Why no upload could get this separation, in a sentence. */
export function separationProblem(wanted: Separation, byEngine: boolean): string | undefined {
  try {
    validateSeparation(wanted);
  } catch (error) {
    if (error instanceof InvalidSeparation) return error.message;
    throw error;
  }
  if (!byEngine) return undefined;
  if (findSeparator(wanted.separationType) === undefined) {
    const types = SEPARATORS.filter(({ compareWith }) => compareWith === undefined);
    const known = types.map(({ sepType, algorithm }) => `${sepType} (${algorithm})`).join(', ');
    return `The Engine has no separator for type ${wanted.separationType}. It has ${known}.`;
  }
  if (findOutputEncoding(wanted.outputFormat) === undefined) {
    return `The Engine cannot write output format ${wanted.outputFormat}. It writes 1 and 4, both WAV.`;
  }
  return undefined;
}
