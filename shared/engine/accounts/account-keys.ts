import { createHash } from 'node:crypto';

/** Key of an item in the accounts table. */
interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Where everything about accounts lies. What one account owns shares its partition, in order of time. */
export const accountKeys = {
  profile: (id: string): Key => ({ pk: partition(id), sk: 'PROFILE' }),
  /** Names the account of an email address, and keeps a second one from taking it. */
  email: (email: string): Key => ({ pk: `EMAIL#${email.trim().toLowerCase()}`, sk: 'EMAIL' }),
  /** Names the account of a token, of which only the digest is stored. */
  token: (token: string): Key => ({ pk: `TOKEN#${tokenDigest(token)}`, sk: 'TOKEN' }),
  /** One link that was sent to confirm an email address; of its code, too, only the digest is stored. */
  verification: (code: string): Key => ({ pk: `VERIFICATION#${tokenDigest(code)}`, sk: 'VERIFICATION' }),
  /** One change of the balance. */
  ledger: (id: string, at: Date, entryId: string): Key => ({
    pk: partition(id),
    sk: `LEDGER#${at.toISOString()}#${entryId}`,
  }),
  /** One line of the separation history. */
  history: (id: string, createdAt: string, number: number): Key => ({
    pk: partition(id),
    sk: `HISTORY#${createdAt}#${String(number).padStart(12, '0')}`,
  }),
  /** One separation that has not ended yet. */
  current: (id: string, createdAt: string, hash: string): Key => ({
    pk: partition(id),
    sk: `CURRENT#${createdAt}#${hash}`,
  }),
  /** Stands once the links of a mirror are paid for: they are charged once for each separation. */
  mirror: (id: string, hash: string): Key => ({ pk: partition(id), sk: `MIRROR#${hash}` }),
  /** Stands while a caller without premium has a separation that has not ended. */
  unprocessed: (id: string): Key => ({ pk: partition(id), sk: 'UNPROCESSED' }),
  /** The last number that was given to a line of any history. */
  historyCounter: { pk: 'COUNTER', sk: 'HISTORY' } satisfies Key,
} as const;

/** The digest under which a token is known; the token itself is stored nowhere. */
function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function partition(id: string): string {
  return `ACCOUNT#${id}`;
}
