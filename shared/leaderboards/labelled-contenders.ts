import { SEPARATION_TYPES } from '../mvsep/catalogue/separation-type.ts';
import type { BestStem } from './best-stems.ts';
import type { Contender } from './choose-best.ts';
import { KNOWN_ALGORITHMS } from './known-algorithms.ts';

/**
 * What the labels of the catalogue's options say of a stem: the service writes there how its models did on its own
 * leaderboards. None for a stem of which no label tells, as `other`.
 */
export function labelledContenders({ name }: BestStem): Contender[] {
  return KNOWN_ALGORITHMS.flatMap(({ type: slug, options, names: [algorithm], sdr }) => {
    const figure = sdr[name];
    const type = SEPARATION_TYPES.find((one) => one.slug === slug);
    if (figure === undefined || type === undefined || algorithm === undefined) return [];
    return [{ algorithm, sdr: figure, callable: { type, options } }];
  });
}
