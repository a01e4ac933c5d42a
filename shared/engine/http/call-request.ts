import type * as server from '../../mvsep/server/call-request.ts';
import type { Account } from '../accounts/account.ts';

/** Who makes a call to the Engine. */
export type Caller = server.Caller<Account>;

/** One call of the API, checked: what a use case of the Engine answers. */
export type CallRequest<Params> = server.CallRequest<Params, Account>;
