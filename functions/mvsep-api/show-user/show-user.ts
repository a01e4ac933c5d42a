import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { showUser as call } from '../../../shared/mvsep/contract/show-user.ts';
import type { CallRequest } from '../../../shared/mvsep/server/call-request.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { clientHistory, historyLine } from '../../../shared/mvsep-paths/client-history.ts';
import type { ClientJobs } from '../../../shared/mvsep-paths/find-client-job.ts';
import { type ForwardDeps, forward } from '../../../shared/mvsep-paths/forward.ts';
import { knownCaller } from '../../../shared/mvsep-paths/known-caller.ts';
import type { PathsCaller } from '../../../shared/mvsep-paths/paths-caller.ts';

export interface ShowUserDeps extends ClientJobs, ForwardDeps {
  readonly accountToken: () => Promise<string>;
}

/** More than a client shows. */
const MOST_OPEN = 50;

/** What everybody with a key may see of the account. The rest of the answer is for the account alone. */
const shared = z.object({
  created_at: z.unknown(),
  updated_at: z.unknown(),
  premium_minutes: z.unknown(),
  premium_enabled: z.unknown(),
  long_filenames_enabled: z.unknown(),
});
const answered = z.looseObject({ success: z.unknown(), data: z.looseObject(shared.shape) });

/**
 * The account behind this Pipeline, with the separations that the caller waits for here. Who shows a key of the
 * operator's finds itself where the account's name, mail and token would stand.
 *
 * @throws CallRefusal 502 when the service does not accept the account, or as `forward`
 */
export async function showUser(
  deps: ShowUserDeps,
  { caller }: CallRequest<unknown, PathsCaller>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const known = knownCaller(caller);
  const fields = { api_token: (await deps.accountToken()).trim() };
  const { statusCode, body = '' } = await forward(deps, { method: 'GET', path: call.path, fields });
  const read = answered.safeParse(JSON.parse(body));
  if (statusCode !== 200 || !read.success) {
    throw new CallRefusal(
      502,
      'The MVSep API does not accept the account of this server. Tell its operator.',
    );
  }
  const { data } = read.data;
  const open = await clientHistory(deps, { owner: known.owner, start: 0, limit: MOST_OPEN, isOpen: true });
  const whose = known.isAccount
    ? data
    : { ...shared.parse(data), name: known.owner, email: known.owner, api_token: known.token };
  return jsonAnswer(200, { success: true, data: { ...whose, current_queue: open.map(historyLine) } });
}
