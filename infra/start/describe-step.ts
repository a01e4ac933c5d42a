import type { Step } from '../../shared/jobs/step.ts';
import type { MvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import type { SeparationProgress } from '../../shared/mvsep/contract/separation-progress.ts';

/**
 * One phrase on how far a separation is, for example `separating, 40 %` or `waiting, number 2 of 5`. While it
 * waits, the engine is asked, because the record hears of progress only when the poller comes by.
 *
 * @param seconds Length of the song.
 */
export async function describeStep(mvsep: MvsepClient, step: Step, seconds: number): Promise<string> {
  switch (step.state) {
    case 'blocked':
      return `waiting for ${step.parent?.step ?? 'the song'}`;
    case 'queued':
      return 'waiting for its turn';
    case 'creating':
      return `handing over ${Math.round(seconds)} seconds of audio`;
    case 'waiting':
      return waitingPhrase(mvsep, step);
    case 'copying':
      return `copying stems, ${Object.keys(step.files).length} of ${stemsOf(step)}`;
    case 'done':
      return 'writing the manifest';
    case 'failed':
      return `failed: ${step.failure?.reason ?? 'no reason was recorded'}`;
  }
}

/** The record learns only at the end what separation a link has become, so the engine is asked here too. */
async function waitingPhrase(
  mvsep: MvsepClient,
  { separationHash, remoteHash, result }: Step,
): Promise<string> {
  if (result?.kind === 'failed') return `failed: ${result.reason}`;
  if (result !== undefined) return 'copying the stems';
  if (separationHash !== undefined) return separationPhrase(await mvsep.separation.get(separationHash));
  if (remoteHash === undefined) return 'waiting';
  const remote = await mvsep.separation.getRemote(remoteHash);
  if (remote.kind !== 'done') return 'being fetched by the engine';
  return separationPhrase(await mvsep.separation.get(remote.hash));
}

function stemsOf({ result }: Step): number {
  return result?.kind === 'done' ? result.stems.length : 0;
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
