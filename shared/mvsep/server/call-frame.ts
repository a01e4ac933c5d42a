import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { CallCounter } from '../../http/call-counter.ts';
import type { Log } from '../../logging/logger.ts';
import type { FindAccount } from './find-caller.ts';

/** How the calls of an account are counted. */
export interface AccountCount {
  /** Under which name; see `CallCounter`. */
  readonly who: string;
  /** It is told how much is left, and never refused. */
  readonly isUnlimited: boolean;
}

/** What stands around every use case that answers a call of the API, whoever has accounts on that server. */
export interface CallFrame<Account> {
  readonly log: Log;
  readonly calls: Pick<CallCounter, 'count'>;
  /** Undefined in functions whose call never looks at a token. */
  readonly findAccount: FindAccount<Account> | undefined;
  readonly countOf: (account: Account) => AccountCount;
  /** Where a call comes from, as it is counted when no account is known. */
  readonly addressOf: (event: APIGatewayProxyEventV2) => string;
  readonly now: () => Date;
}
