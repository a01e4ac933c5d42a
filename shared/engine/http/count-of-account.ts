import type { AccountCount } from '../../mvsep/server/call-frame.ts';
import { type Account, OWNER_ID } from '../accounts/account.ts';

/** How the calls of an account of the Engine are counted. The owner never calls too often. */
export function countOfAccount({ id }: Account): AccountCount {
  return { who: `ACCOUNT#${id}`, isUnlimited: id === OWNER_ID };
}
