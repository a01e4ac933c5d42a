import { cancelSeparation } from './cancel-separation.ts';
import { createSeparation } from './create-separation.ts';
import { getRemote } from './get-remote.ts';
import { getSeparation } from './get-separation.ts';
import { listAlgorithms } from './list-algorithms.ts';

/** Every call of the MVSep API. A call is added to the API by adding its entry here. */
export const CALLS = [createSeparation, getSeparation, getRemote, cancelSeparation, listAlgorithms] as const;
