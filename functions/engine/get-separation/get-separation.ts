import type * as z from 'zod';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import { isGone } from '../../../shared/engine/is-gone.ts';
import { QueueReader } from '../../../shared/engine/queue/queue-reader.ts';
import { separationAnswer } from '../../../shared/engine/separation-answer.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import type { getSeparation as getSeparationCall } from '../../../shared/mvsep/contract/get-separation.ts';
import { notFoundBody } from '../../../shared/mvsep/server/not-found-body.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';
import { chargeMirror } from './mirror.ts';

export interface GetSeparationDeps {
  readonly store: EngineStore;
  readonly engineUrl: string;
  readonly now: () => Date;
}

/** A separation may leave the queue between two looks, but only once. */
const LOOKS = 3;

/**
 * How far a separation is. A hash that is unknown, the short one of a link, or one whose time is over is
 * answered `not_found`.
 *
 * @throws CallRefusal when a mirror is asked for that cannot be charged.
 */
export async function getSeparation(
  deps: GetSeparationDeps,
  { params: { hash, mirror }, caller }: CallRequest<z.output<typeof getSeparationCall.params>>,
) {
  for (let look = 1; ; look++) {
    const record = await find(deps, hash);
    if (record === undefined) return notFoundBody(SERVICE_SENTENCES.unknownHash);
    if (record.status === 'done' && mirror === 1) await chargeMirror(deps, caller, record);
    if (record.status !== 'waiting') return separationAnswer(record, deps.engineUrl);
    const place = await new QueueReader(deps.store).place(record.plan, hash);
    if (place !== undefined) return separationAnswer(record, deps.engineUrl, place);
    // It has left the queue since the record was read: the next look finds it further on.
    if (look === LOOKS) throw new Error(`The separation ${hash} waits without a place in the queue.`);
  }
}

async function find({ store, now }: GetSeparationDeps, hash: string): Promise<SeparationRecord | undefined> {
  const record = await new SeparationTable(store.documents, store.separations).find(hash);
  return record?.kind === 'separation' && !isGone(record, now()) ? record : undefined;
}
