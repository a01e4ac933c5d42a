import { createHash } from 'node:crypto';
import type { Caller } from '../http/call-request.ts';
import type { Plan } from '../plan.ts';

/** Who a separation is for. */
export interface Customer {
  /** Id of the account; for somebody without one, made of the address. */
  readonly id: string;
  readonly plan: Plan;
  /** Credits left when the call came; somebody without an account has none. */
  readonly credits: number;
  /** Whether names of stem files tell the algorithm. */
  readonly longFilenames: boolean;
}

/** The customer that a caller is. Premium counts while it is enabled; somebody at an address is `unregistered`. */
export function customerOf(caller: Caller): Customer {
  if (caller.kind === 'anonymous') {
    const digest = createHash('sha256').update(caller.address).digest('hex').slice(0, 20);
    return { id: `anonymous-${digest}`, plan: 'unregistered', credits: 0, longFilenames: false };
  }
  const { id, premiumEnabled, longFilenames, balance: credits } = caller.account;
  return { id, plan: premiumEnabled ? 'premium' : 'registered', credits, longFilenames };
}
