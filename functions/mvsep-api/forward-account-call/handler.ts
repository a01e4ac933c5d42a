import { openForward } from '../../../shared/mvsep-paths/open-forward.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { accountCalls } from './account-calls.ts';

/** What changes the account at the service → as the service answers, for the account itself alone. */
export const handler = accountCalls(pathsFrame('forward-account-call'), openForward('forward-account-call'));
