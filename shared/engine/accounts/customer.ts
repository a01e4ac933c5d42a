import { createHash } from 'node:crypto';
import type { Caller } from '../http/call-request.ts';
import type { Plan } from '../plan.ts';

/** Who a separation is for. */
export interface Customer {
  /** Id of the account; for somebody without one, made of the address. */
  readonly id: string;
  readonly plan: Plan;
  /** Whether names of stem files tell the algorithm. */
  readonly longFilenames: boolean;
}

/** The customer that a caller is. Premium counts while it is enabled; somebody at an address is `unregistered`. */
export function customerOf(caller: Caller): Customer {
  if (caller.kind === 'anonymous') {
    const digest = createHash('sha256').update(caller.address).digest('hex').slice(0, 20);
    return { id: `anonymous-${digest}`, plan: 'unregistered', longFilenames: false };
  }
  const { id, premiumEnabled, longFilenames } = caller.account;
  return { id, plan: premiumEnabled ? 'premium' : 'registered', longFilenames };
}
