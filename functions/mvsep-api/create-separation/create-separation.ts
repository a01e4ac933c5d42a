import { createHash } from 'node:crypto';
import { type LaunchJobDeps, launchJob } from '../../../shared/jobs/launch-job.ts';
import type { CallRequest } from '../../../shared/mvsep/server/call-request.ts';
import { mintOrder } from '../../../shared/mvsep-paths/client-order.ts';
import { writingCaller } from '../../../shared/mvsep-paths/known-caller.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';
import { type TakeOrderDeps, takeOrder } from '../../../shared/mvsep-paths/take-order.ts';
import { type CreateParams, type Order, readOrder } from './read-order.ts';
import { type ClientSong, readSong } from './read-song.ts';
import { type RecordJobDeps, recordJob } from './record-job.ts';

export interface CreateSeparationDeps extends TakeOrderDeps, RecordJobDeps, LaunchJobDeps {
  readonly jobs: RecordJobDeps['jobs'];
  readonly now: () => Date;
  readonly apiUrl: string;
}

/**
 * Makes a job of a song that a client of the MVSep API sends, by file or by link, and answers as the service does.
 * A create that repeats an earlier one means the same job: see `takeOrder`.
 *
 * @throws CallRefusal 400 or 413 for what cannot be done; then there is no job, and nothing costs anything
 */
export async function createSeparation(
  deps: CreateSeparationDeps,
  { params, caller, files }: CallRequest<CreateParams, PathsCaller>,
) {
  const { owner, keyId } = writingCaller(caller);
  const order = readOrder(params);
  const song = readSong(params, files, deps.apiUrl);
  const names = await takeOrder(deps, digestOf(owner, order, song), (at) =>
    mintOrder(owner, { fileName: song.name, isLink: song.link !== undefined }, at),
  );
  const { jobId, hash, remoteHash } = names;
  const job = (await deps.jobs.find(jobId)) ?? (await recordJob(deps, { names, owner, order, song }));
  await launchJob(deps, job);
  deps.log.info('A client of the MVSep paths has its job', { jobId, keyId, state: job.state });
  const shown = remoteHash ?? hash;
  const call = remoteHash === undefined ? 'get' : 'get-remote';
  const link = `${deps.apiUrl}/api/separation/${call}?hash=${shown}`;
  return { success: true, data: { link, hash: shown } } as const;
}

function digestOf(owner: string, { separation, webhook = '' }: Order, song: ClientSong): string {
  const options = Object.entries(separation.options).sort(([left], [right]) => (left < right ? -1 : 1));
  const asked = [separation.separationType, options, separation.outputFormat, webhook];
  return createHash('sha256')
    .update(JSON.stringify([owner, song.name, song.identity, asked]))
    .digest('hex');
}
