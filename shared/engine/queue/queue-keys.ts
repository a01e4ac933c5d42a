import type { Plan } from '../plan.ts';

/** Key of an item in the queue's table. */
interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Where everything about the queue lies. What one look must see together shares a partition. */
export const queueKeys = {
  /** The partition of a line: its places in the order in which the separations were created. */
  line: (plan: Plan): string => `LINE#${plan}`,
  place: (plan: Plan, createdAt: string, hash: string): Key => ({
    pk: `LINE#${plan}`,
    sk: `${createdAt}#${hash}`,
  }),
  /** The partition of what runs: a slot that is taken is an item, a free one is none. */
  slots: 'SLOTS',
  slot: (number: number): Key => ({ pk: 'SLOTS', sk: String(number).padStart(3, '0') }),
  /** The partition of the links that are being fetched. */
  fetches: 'FETCHING',
  fetch: (createdAt: string, hash: string): Key => ({ pk: 'FETCHING', sk: `${createdAt}#${hash}` }),
} as const;
