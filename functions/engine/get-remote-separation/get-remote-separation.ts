import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import { isGone } from '../../../shared/engine/is-gone.ts';
import { QueueReader } from '../../../shared/engine/queue/queue-reader.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { notFoundBody } from '../../../shared/mvsep/server/not-found-body.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';

export interface GetRemoteDeps {
  readonly store: EngineStore;
  readonly engineUrl: string;
  readonly now: () => Date;
}

/**
 * How far the fetching of a link is; once it is done, the long hash that `get` knows. While it is fetched it
 * stands in no line yet: it is told the place that it would get now.
 */
export async function getRemoteSeparation(
  { store, engineUrl, now }: GetRemoteDeps,
  { params: { hash } }: Pick<CallRequest<{ readonly hash: string }>, 'params'>,
) {
  const record = await new SeparationTable(store.documents, store.separations).find(hash);
  if (record?.kind !== 'remote' || isGone(record, now())) {
    return notFoundBody(SERVICE_SENTENCES.unknownRemote);
  }
  const { status, longHash, createdAt, plan } = record;
  if (status === 'failed') {
    const message = record.message ?? 'The audio could not be fetched.';
    return { success: true, status, data: { message } } as const;
  }
  if (status === 'done' && longHash !== undefined) {
    const link = `${engineUrl}/api/separation/get?hash=${longHash}`;
    return {
      success: true,
      status,
      data: { link, hash: longHash, message: 'Your audio is fetched.' },
    } as const;
  }
  const place = await new QueueReader(store).futurePlace(plan, createdAt);
  return {
    success: true,
    status: 'waiting',
    data: {
      queue_count: place.count,
      current_order: place.order,
      message: 'Your audio file is being downloaded, please wait a while...',
    },
  } as const;
}
