import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { WrongJobState } from '../../../shared/errors/wrong-job-state.ts';
import { type CancelJobDeps, cancelJob } from '../../../shared/jobs/cancel-job.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import { cancelSeparation as call } from '../../../shared/mvsep/contract/cancel-separation.ts';
import type { CallRequest } from '../../../shared/mvsep/server/call-request.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';
import { type ClientJobs, findClientJob } from '../../../shared/mvsep-paths/find-client-job.ts';
import { type ForwardDeps, forward } from '../../../shared/mvsep-paths/forward.ts';
import { writingCaller } from '../../../shared/mvsep-paths/known-caller.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';
import { isWaiting } from '../../../shared/mvsep-paths/separation-answer.ts';

export interface CancelSeparationDeps extends CancelJobDeps, ClientJobs, ForwardDeps {
  readonly jobs: CancelJobDeps['jobs'];
  readonly now: () => Date;
  readonly log: CancelJobDeps['log'];
}

const CANCELLED = 'The separation is cancelled.';
const STARTED = 'The separation has started or ended already, and can no longer be cancelled.';

/**
 * Cancels a job of the caller's whose separation has not begun, by either of its hashes; to cancel what is cancelled
 * does nothing. Whoever calls this expects the credits back, so what runs is left to run: its stems are paid for.
 * A separation of the service itself is the business of its account alone.
 *
 * @throws CallRefusal (400) when it is not the caller's, unknown, or has begun
 */
export async function cancelSeparation(
  deps: CancelSeparationDeps,
  { params: { hash }, caller }: CallRequest<{ readonly hash: string }, PathsCaller>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const known = writingCaller(caller);
  const found = await findClientJob(deps, hash);
  if (found === undefined && known.isAccount) {
    return forward(deps, { method: 'POST', path: call.path, fields: { api_token: known.token, hash } });
  }
  if (found === undefined || !isTheirs(found.job, hash, known)) {
    throw new CallRefusal(400, SERVICE_SENTENCES.unknownHash);
  }
  const { jobId, state, cancelledAt } = found.job;
  if (state !== 'cancelled' && cancelledAt === undefined) {
    if (!isWaiting(found)) throw new CallRefusal(400, STARTED);
    await cancel(deps, jobId);
  }
  return jsonAnswer(200, { success: true, message: CANCELLED, data: { message: CANCELLED } });
}

function isTheirs({ owner, clientHash, clientRemoteHash }: Job, hash: string, caller: PathsCaller): boolean {
  const isMeant = clientHash === hash || clientRemoteHash === hash;
  return isMeant && (caller.sees === 'all' || owner === caller.owner);
}

async function cancel(deps: CancelSeparationDeps, jobId: Job['jobId']): Promise<void> {
  try {
    await cancelJob(deps, jobId);
  } catch (error) {
    if (error instanceof WrongJobState) throw new CallRefusal(400, STARTED, { cause: error });
    throw error;
  }
}
