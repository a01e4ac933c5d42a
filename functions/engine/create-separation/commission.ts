import type { Customer } from '../../../shared/engine/accounts/customer.ts';
import { RETENTION_HOURS } from '../../../shared/engine/separation-record.ts';
import type { Order } from './read-order.ts';

/** Whose separation it is, what it is to be, and when it was asked for. */
export interface Asked {
  readonly customer: Customer;
  readonly order: Order;
  readonly now: Date;
}

/** The part of a record that links and separations have in common. */
export function commission({ customer, order, now }: Asked, number: number) {
  const { separation, separator, isDemo, webhookUrl } = order;
  return {
    status: 'waiting',
    createdAt: now.toISOString(),
    expiresAt: Math.floor(now.getTime() / 1000) + RETENTION_HOURS * 3600,
    accountId: customer.id,
    plan: customer.plan,
    number,
    sepType: separation.separationType,
    options: separation.options,
    separator,
    outputFormat: separation.outputFormat,
    longFilenames: customer.longFilenames,
    isDemo,
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
  } as const;
}
