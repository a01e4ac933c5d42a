import { findSeparationType } from '../catalogue/separation-type.ts';
import { summarizeAlgorithm } from './summarize-algorithm.ts';

/** The type of a separation as histories show it, with its group. */
export function historyAlgorithm(sepType: number) {
  const summary = summarizeAlgorithm(sepType);
  const name = findSeparationType(sepType)?.group ?? '';
  return { ...summary, algorithm_group: { id: summary.algorithm_group_id, name } };
}
