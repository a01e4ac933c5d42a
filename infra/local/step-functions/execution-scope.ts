import type { Authorize, Principal } from '../principal.ts';
import type { HistoryThread } from './history.ts';
import type { InvokeLambda } from './invoke-lambda.ts';
import type { Json } from './json.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What the states of one execution share. */
interface RunningExecution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly role: Principal;
  readonly roleArn: string;
  readonly input: Json;
  readonly startTime: string;
  readonly tokens: TaskTokens;
  readonly authorize: Authorize;
  readonly invokeLambda: InvokeLambda;
}

/** Where in an execution some states run: at its root, or in one branch or item. */
export interface ExecutionScope {
  readonly execution: RunningExecution;
  readonly history: HistoryThread;
  /** Aborted when the execution ends early, or when a neighbouring branch or item has failed. */
  readonly signal: AbortSignal;
  /** `$$.Map.Item` of the item the states run in. */
  readonly item?: { readonly Index: number; readonly Value: Json };
}
