import { customerOf } from '../../../shared/engine/accounts/customer.ts';
import { endRemote } from '../../../shared/engine/end-remote.ts';
import { type EndSeparationDeps, endSeparation } from '../../../shared/engine/end-separation.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import type { EngineRecord } from '../../../shared/engine/separation-record.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';

const CANCELLED = 'The separation is cancelled.';
const STARTED = 'The separation has started or ended already, and can no longer be cancelled.';

/** A record may move on between reading and writing: from the link to the queue, from there to its start. */
const LOOKS = 3;

/**
 * Cancels a separation of the caller's that waits, or whose audio is being fetched, by either of its hashes, and
 * gives its credits back. To cancel what is cancelled does nothing.
 *
 * @throws CallRefusal (400) when it is not the caller's, unknown, or has started.
 */
export async function cancelSeparation(
  deps: EndSeparationDeps,
  { params, caller }: CallRequest<{ readonly hash: string }>,
) {
  const { id } = customerOf(caller);
  for (let look = 1; look <= LOOKS; look++) {
    const record = await find(deps, params.hash);
    if (record === undefined || record.accountId !== id) {
      throw new CallRefusal(400, SERVICE_SENTENCES.unknownHash);
    }
    if (record.status === 'cancelled' || (await cancel(deps, record))) {
      return { success: true, message: CANCELLED, data: { message: CANCELLED } } as const;
    }
    if (record.status !== 'waiting') break;
  }
  throw new CallRefusal(400, STARTED);
}

/** The separation of a hash; for the short one of a link, that separation once there is one. */
async function find({ store }: EndSeparationDeps, hash: string): Promise<EngineRecord | undefined> {
  const table = new SeparationTable(store.documents, store.separations);
  const record = await table.find(hash);
  if (record?.kind !== 'remote' || record.status !== 'done' || record.longHash === undefined) return record;
  return table.find(record.longHash);
}

async function cancel(deps: EndSeparationDeps, record: EngineRecord): Promise<boolean> {
  if (record.status !== 'waiting') return false;
  const ending = { status: 'cancelled' } as const;
  return record.kind === 'remote' ? endRemote(deps, record, ending) : endSeparation(deps, record, ending);
}
