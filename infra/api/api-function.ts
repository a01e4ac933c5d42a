import type { HouseFunction } from '../constructs/house-function.ts';

/** What a function that answers operations says of itself. */
export interface ApiFunction {
  readonly description: string;
  readonly memoryMegabytes?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Actions and the resources that they are allowed on. */
  readonly mayDo?: readonly (readonly [actions: readonly string[], resources: readonly string[]])[];
  /** Grants that are more than actions on resources. */
  readonly mayAlso?: (answering: HouseFunction) => void;
}
