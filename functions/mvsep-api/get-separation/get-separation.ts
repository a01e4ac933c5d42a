import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { getSeparation as call } from '../../../shared/mvsep/contract/get-separation.ts';
import type { CallRequest } from '../../../shared/mvsep/server/call-request.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { notFoundBody } from '../../../shared/mvsep/server/not-found-body.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';
import { type ClientJobs, findClientJob } from '../../../shared/mvsep-paths/find-client-job.ts';
import { type ForwardDeps, forward } from '../../../shared/mvsep-paths/forward.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';
import { separationAnswer } from '../../../shared/mvsep-paths/separation-answer.ts';

export interface GetSeparationDeps extends ClientJobs, ForwardDeps {
  readonly apiUrl: string;
}

type GetRequest = CallRequest<z.output<typeof call.params>, PathsCaller>;

/**
 * How far a separation is. A job of ours is answered from its record, whether it runs or ended, and a mirror of it
 * costs nothing since there is none; of any other hash the service itself is asked.
 *
 * @throws CallRefusal when a mirror at the service is asked for without the account's own token, or `forward` does
 */
export async function getSeparation(
  deps: GetSeparationDeps,
  { params: { hash, mirror }, caller }: GetRequest,
): Promise<APIGatewayProxyStructuredResultV2> {
  const found = await findClientJob(deps, hash);
  if (found !== undefined) {
    const body =
      found.job.clientHash === hash
        ? separationAnswer(found, deps.apiUrl)
        : notFoundBody(SERVICE_SENTENCES.unknownHash);
    return jsonAnswer(200, body);
  }
  return forward(deps, {
    method: 'GET',
    path: call.path,
    fields: { hash, ...(mirror === 1 ? { mirror: '1', api_token: tokenForMirror(caller) } : {}) },
  });
}

/** It costs a credit of the account, which no job accounts for. */
function tokenForMirror(caller: GetRequest['caller']): string {
  if (caller.kind === 'account' && caller.account.isAccount) return caller.account.token;
  throw new CallRefusal(400, 'Only the account itself may ask for a mirror of this separation.');
}
