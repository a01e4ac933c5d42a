import { refusalBody } from '../../../shared/engine/refusal-body.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';

export interface AnswerGetRemoteDeps {
  readonly separations: SeparationTable;
  readonly engineUrl: string;
}

/** How far the fetching of a link is; once it is done, the long hash that `get` knows. */
export async function answerGetRemote({ separations, engineUrl }: AnswerGetRemoteDeps, hash: string) {
  const record = hash === '' ? undefined : await separations.find(hash);
  if (record?.kind !== 'remote') return { ...refusalBody('Remote upload not found'), status: 'not_found' };
  const { status, longHash, createdAt } = record;
  if (status === 'failed') {
    return { success: true, status, data: { message: record.message ?? 'The audio could not be fetched.' } };
  }
  if (status === 'done' && longHash !== undefined) {
    const link = `${engineUrl}/api/separation/get?hash=${longHash}`;
    return { success: true, status, data: { link, hash: longHash, message: 'Your audio is fetched.' } };
  }
  const place = await separations.queue('waiting', createdAt);
  return {
    success: true,
    status: 'waiting',
    data: {
      queue_count: place.count,
      current_order: place.order,
      message: 'Your audio file is being downloaded, please wait a while...',
    },
  };
}
