import type { CallRequest } from '../../../shared/mvsep/server/call-request.ts';
import { clientHistory, historyLine } from '../../../shared/mvsep-paths/client-history.ts';
import type { ClientJobs } from '../../../shared/mvsep-paths/find-client-job.ts';
import { knownCaller } from '../../../shared/mvsep-paths/known-caller.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';

/** What the caller had separated by these paths, the newest first. */
export async function listHistory(
  deps: ClientJobs,
  { params, caller }: CallRequest<{ readonly start: number; readonly limit: number }, PathsCaller>,
) {
  const { owner } = knownCaller(caller);
  const jobs = await clientHistory(deps, { owner, ...params });
  return { success: true, data: jobs.map(historyLine) } as const;
}
