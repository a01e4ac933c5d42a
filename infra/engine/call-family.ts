import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { EngineTables } from './engine-tables.ts';
import { originKey } from './origin-key.ts';

/** What every function that answers a call of the API has to do with. */
export interface CallFamilyProps {
  readonly settings: Settings;
  readonly tables: EngineTables;
  /** The address under which callers reach the Engine, and with which its links begin. */
  readonly engineUrl: string;
  /** The api_token of the account that comes with the Engine. */
  readonly ownerToken: Secret;
}

interface CallFunctionProps {
  readonly description: string;
  readonly memoryMegabytes?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether a call may bring an api_token: only then may the function read accounts. */
  readonly knowsAccounts: boolean;
}

/** Defines the function that answers one call, by the name of its folder. */
export type DefineCallFunction = (name: string, own: CallFunctionProps) => HouseFunction;

/**
 * Functions that answer calls of the API. Each counts how often its caller calls and, where a token may come,
 * looks up whose it is; it gets the rights for that and no more.
 *
 * @example
 * const define = callFamily(this, 'functions/engine', props);
 * const listNews = define('list-news', { description: 'GET app/news', knowsAccounts: false });
 */
export function callFamily(scope: Construct, folder: string, props: CallFamilyProps): DefineCallFunction {
  const { settings, tables, ownerToken } = props;
  const define = functionFamily(scope, { folder, logRetentionDays: settings.logRetentionDays });
  const everyCall = {
    ENGINE_URL: props.engineUrl,
    CALLERS_TABLE: tables.callers.tableName,
    ORIGIN_KEY: originKey(),
    REQUESTS_PER_MINUTE: String(settings.engine.requestsPerMinute),
  };
  const withAccounts = {
    ACCOUNTS_TABLE: tables.accounts.tableName,
    OWNER_TOKEN_SECRET: ownerToken.secretArn,
  };

  return (name, { knowsAccounts, memoryMegabytes = 256, environment, description }) => {
    const answering = define(name, {
      description,
      memoryMegabytes,
      timeout: timeLimits.httpFunction,
      environment: { ...everyCall, ...(knowsAccounts ? withAccounts : {}), ...environment },
    });
    answering.mayDo(['dynamodb:UpdateItem'], [tables.callers.tableArn]);
    if (knowsAccounts) {
      // The owner's account is opened when its token is first shown: a profile and a first line of its ledger.
      answering.mayDo(['dynamodb:GetItem', 'dynamodb:PutItem'], [tables.accounts.tableArn]);
      answering.mayDo(['secretsmanager:GetSecretValue'], [ownerToken.secretArn]);
    }
    return answering;
  };
}
