import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { isToBeFetched } from '../../../shared/jobs/is-to-be-fetched.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import { getRemote as call } from '../../../shared/mvsep/contract/get-remote.ts';
import type { CallRequest } from '../../../shared/mvsep/server/call-request.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { notFoundBody } from '../../../shared/mvsep/server/not-found-body.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';
import { type ClientJobs, findClientJob } from '../../../shared/mvsep-paths/find-client-job.ts';
import { type ForwardDeps, forward } from '../../../shared/mvsep-paths/forward.ts';

export interface GetRemoteDeps extends ClientJobs, ForwardDeps {
  readonly apiUrl: string;
}

/** How far the fetching of a link is, and once it is there the long hash; of a hash that is not ours the service is asked. */
export async function getRemoteSeparation(
  deps: GetRemoteDeps,
  { params: { hash } }: Pick<CallRequest<z.output<typeof call.params>, unknown>, 'params'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const found = await findClientJob(deps, hash);
  if (found === undefined) return forward(deps, { method: 'GET', path: call.path, fields: { hash } });
  return jsonAnswer(200, remoteAnswer(found.job, hash, deps.apiUrl));
}

function remoteAnswer(job: Job, hash: string, apiUrl: string): z.input<typeof call.reply> {
  const { state, clientHash, clientRemoteHash } = job;
  const isGone = state === 'cancelled' || state === 'deleted';
  if (clientRemoteHash !== hash || clientHash === undefined || isGone) {
    return notFoundBody(SERVICE_SENTENCES.unknownRemote);
  }
  if (isToBeFetched(job)) {
    return state === 'failed'
      ? {
          success: true,
          status: 'failed',
          data: { message: job.failure?.reason ?? 'The audio could not be fetched.' },
        }
      : {
          success: true,
          status: 'waiting',
          data: {
            queue_count: 0,
            current_order: 0,
            message: 'Your audio file is being downloaded, please wait a while...',
          },
        };
  }
  const link = `${apiUrl}/api/separation/get?hash=${clientHash}`;
  return {
    success: true,
    status: 'done',
    data: { link, hash: clientHash, message: 'Your audio is fetched.' },
  };
}
