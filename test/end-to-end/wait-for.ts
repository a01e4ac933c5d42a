import { setTimeout } from 'node:timers/promises';
import type { AnswerOf } from '../wire/answers.ts';
import type { WireClient } from '../wire/wire-client.ts';

const PATIENCE_MILLISECONDS = 60_000;
const POLL_EVERY_MILLISECONDS = 60;

type Progress = AnswerOf['separation/get'];
type RemoteProgress = AnswerOf['separation/get-remote'];

/** Polls `get` until the separation has this status; every answer on the way has to be one that clients can read. */
export async function waitFor<Status extends Progress['status']>(
  wire: WireClient,
  hash: string,
  ...wanted: readonly Status[]
): Promise<Extract<Progress, { readonly status: Status }>> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const answer = await wire.answer('separation/get', { query: { hash } });
    if (hasStatus(answer, wanted)) return answer;
    refuseToWait(answer, deadline);
    await setTimeout(POLL_EVERY_MILLISECONDS);
  }
}

/** Polls `get-remote` until the audio behind a link is fetched, and answers the hash for `get`. */
export async function waitForRemote(wire: WireClient, shortHash: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const answer: RemoteProgress = await wire.answer('separation/get-remote', { query: { hash: shortHash } });
    if (answer.status === 'done') return answer.data.hash;
    refuseToWait(answer, deadline);
    await setTimeout(POLL_EVERY_MILLISECONDS);
  }
}

function hasStatus<Status extends Progress['status']>(
  answer: Progress,
  wanted: readonly Status[],
): answer is Extract<Progress, { readonly status: Status }> {
  return wanted.some((status) => status === answer.status);
}

function refuseToWait(answer: { readonly status: string; readonly data: unknown }, deadline: number): void {
  if (answer.status === 'failed' || answer.status === 'done' || Date.now() > deadline) {
    throw new Error(`It ended otherwise: ${JSON.stringify(answer)}`);
  }
}
