import type { Principal } from '../principal.ts';

/** One operation of the API: takes the parsed JSON body and who calls, returns the body of the answer. */
type Operation = (body: unknown, caller: Principal) => object;

/** Operations by name, as in X-Amz-Target behind "AWSStepFunctions.". */
export type Operations = Readonly<Record<string, Operation>>;
