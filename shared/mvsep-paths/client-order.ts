import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { OwnerName } from '../callers/caller.ts';
import { INCOMING_PREFIX } from '../jobs/incoming-prefix.ts';
import { jobId } from '../jobs/job-id.ts';
import { remoteHash } from '../mvsep/contract/remote-hash.ts';
import { separationHash } from '../mvsep/contract/separation-hash.ts';
import { longHash, shortHash } from '../mvsep/server/mint-hash.ts';

/** What a client was promised when it asked for a separation: under which names it finds it. */
export const clientOrder = z.object({
  jobId,
  hash: separationHash,
  /** Only of a link: what `get-remote` takes. */
  remoteHash: remoteHash.optional(),
  /** Where the song lies, or will lie once it is fetched. */
  key: z.string(),
  at: z.iso.datetime(),
});

export type ClientOrder = z.infer<typeof clientOrder>;

const ID_BYTES = 16;

/**
 * Makes names for a new separation. They are random: who does not know them does not guess them.
 *
 * @param fileName as `songFileName` leaves it
 */
export function mintOrder(
  owner: OwnerName,
  { fileName, isLink }: { readonly fileName: string; readonly isLink: boolean },
  at: Date,
): ClientOrder {
  const id = jobId.parse(randomBytes(ID_BYTES).toString('hex'));
  return clientOrder.parse({
    jobId: id,
    hash: longHash(fileName, at),
    ...(isLink ? { remoteHash: shortHash() } : {}),
    key: `${INCOMING_PREFIX}${owner}/${id}/${fileName}`,
    at: at.toISOString(),
  });
}
