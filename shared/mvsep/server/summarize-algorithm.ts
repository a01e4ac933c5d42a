import { findSeparationType, groupIdOf, type SeparationType } from '../catalogue/separation-type.ts';

/** Who may use a type, as the wire numbers it. */
const ORIENTATIONS = { everyone: 0, registered: 1, premium: 2 } as const;

/** What lists of separations say of the type of each. */
export interface AlgorithmSummary {
  readonly name: string;
  readonly algorithm_group_id: number;
  /** Who may use it: 0 everyone, 1 registered, 2 premium. */
  readonly orientation: (typeof ORIENTATIONS)[keyof typeof ORIENTATIONS];
  readonly render_id: number;
  readonly order_id: number;
}

/**
 * A separation type as lists show it beside a separation.
 *
 * @param sepType one that the catalogue may have lost since the separation was made: its number is its name then.
 */
export function summarizeAlgorithm(sepType: number): AlgorithmSummary {
  const type: Pick<SeparationType, 'id' | 'name' | 'group' | 'access' | 'order'> = findSeparationType(
    sepType,
  ) ?? { id: sepType, name: `Type ${sepType}`, group: '', access: 'everyone', order: 0 };
  return {
    name: type.name,
    algorithm_group_id: groupIdOf(type),
    orientation: ORIENTATIONS[type.access],
    render_id: type.id,
    order_id: type.order,
  };
}
