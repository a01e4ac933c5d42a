import type { SeparationType } from '../mvsep/catalogue/separation-type.ts';
import { knownStems } from '../recipes/known-stems.ts';
import type { BestStem } from './best-stems.ts';

/**
 * The name under which a type stores a stem of a leaderboard; undefined when it does not give that stem. The same
 * word means different things: `other` beside the voice alone is the instrumental, beside the drums alone it is all
 * but the drums, and only beside voice, drums and bass it is what boards call so.
 */
export function givenStem(
  { stems }: Pick<SeparationType, 'stems'>,
  { name, stemKeys }: BestStem,
): string | undefined {
  const keys = Object.keys(stems);
  const key = stemKeys.find((one) => keys.includes(one)) ?? insteadOf(name, keys);
  if (key === undefined || (name === 'other' && !isTheRest(keys))) return undefined;
  return knownStems({ stems })[keys.indexOf(key)]?.name;
}

function insteadOf(name: string, keys: readonly string[]): string | undefined {
  const isVoiceAndRest = keys.length === 2 && keys.includes('vocals') && keys.includes('other');
  return name === 'instrumental' && isVoiceAndRest ? 'other' : undefined;
}

function isTheRest(keys: readonly string[]): boolean {
  return ['vocals', 'drums', 'bass'].every((key) => keys.includes(key));
}
