import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { showQueue as call } from '../../../shared/mvsep/contract/show-queue.ts';
import type { CallRequest } from '../../../shared/mvsep/server/call-request.ts';
import { type ForwardDeps, forward } from '../../../shared/mvsep-paths/forward.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';

export interface ShowQueueDeps extends ForwardDeps {
  readonly accountToken: () => Promise<string>;
}

/** The queue of the service: for the plan of the account to whoever shows a key, else as for everybody. */
export async function showQueue(
  deps: ShowQueueDeps,
  { caller }: Pick<CallRequest<unknown, PathsCaller>, 'caller'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const fields: Record<string, string> =
    caller.kind === 'account' ? { api_token: (await deps.accountToken()).trim() } : {};
  return forward(deps, { method: 'GET', path: call.path, fields });
}
