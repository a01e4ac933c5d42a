import type { Job } from '../../shared/jobs/job.ts';
import type { MvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import type { SeparationProgress } from '../../shared/mvsep/contract/separation-progress.ts';

/**
 * One phrase on how far a job is, for example `separating, 40 %` or `waiting, 2nd of 5`. While it waits, the
 * engine is asked, because the record hears of progress only when the poller comes by.
 */
export async function describeProgress(mvsep: MvsepClient, job: Job | undefined): Promise<string> {
  switch (job?.state) {
    case undefined:
      return 'uploaded';
    case 'submitted':
      return 'looking at the file';
    case 'inspected':
    case 'creating':
      return `handing over ${Math.round(job.audio?.seconds ?? 0)} seconds of audio`;
    case 'waiting':
      return waitingPhrase(mvsep, job);
    case 'copying':
      return `copying stems, ${Object.keys(job.files).length} of ${stemsOf(job)}`;
    case 'done':
      return `done, ${Object.keys(job.files).length} stems`;
    case 'failed':
      return `failed: ${job.failure?.reason ?? 'no reason was recorded'}`;
  }
}

/** The record learns only at the end what separation a link has become, so the engine is asked here too. */
async function waitingPhrase(mvsep: MvsepClient, { separationHash, remoteHash }: Job): Promise<string> {
  if (separationHash !== undefined) return separationPhrase(await mvsep.separation.get(separationHash));
  if (remoteHash === undefined) return 'waiting';
  const remote = await mvsep.separation.getRemote(remoteHash);
  if (remote.kind !== 'done') return 'being fetched by the engine';
  return separationPhrase(await mvsep.separation.get(remote.hash));
}

function stemsOf(job: Job): number {
  return job.result?.kind === 'done' ? job.result.stems.length : 0;
}

function separationPhrase(progress: SeparationProgress): string {
  switch (progress.kind) {
    case 'waiting':
      return `waiting, number ${progress.position ?? '?'} of ${progress.queueLength ?? '?'}`;
    case 'distributing':
      return `separating, ${percentage(progress.finishedChunks, progress.allChunks)}`;
    case 'processing':
      return 'separating';
    case 'merging':
      return 'writing the stems, 100 % separated';
    default:
      return 'waiting for the stems';
  }
}

function percentage(finished: number | undefined, all: number | undefined): string {
  return all ? `${Math.round((100 * (finished ?? 0)) / all)} %` : '0 %';
}
