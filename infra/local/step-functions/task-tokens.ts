import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import type { Json } from './json.ts';
import { StateFailure } from './state-failure.ts';

/** The task that waits for a token. */
interface WaitingTask {
  succeed(output: Json): void;
  fail(failure: StateFailure): void;
}

/** The tokens that are out, and the tasks that wait for them. */
export interface TaskTokens {
  create(machineArn: string): string;
  wait(token: string, task: WaitingTask): void;
  forget(token: string): void;
  /** The machine a token belongs to; throws InvalidToken for a text that is not a token of ours. */
  machineOf(token: string): string;
  /** Takes the waiting task of a token; throws TaskTimedOut when none waits any more. */
  take(token: string): WaitingTask;
  /** Throws TaskTimedOut unless a task waits for the token. */
  confirm(token: string): void;
}

const tokenContent = z.tuple([z.string().startsWith('arn:'), z.uuid()]);

/**
 * Tokens carry their machine's ARN, so that a call with a token of long ago can still be authorized and answered
 * as AWS does: TaskTimedOut for a task that is over (done, timed out, of a stopped execution, of an earlier run),
 * InvalidToken for what never was a token.
 */
export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, WaitingTask>();
  const find = (token: string): WaitingTask => {
    const task = waiting.get(token);
    if (task !== undefined) return task;
    throw new AwsServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  };
  return {
    create: (machineArn) => Buffer.from(JSON.stringify([machineArn, randomUUID()])).toString('base64url'),
    wait: (token, task) => void waiting.set(token, task),
    forget: (token) => void waiting.delete(token),
    machineOf(token) {
      const content = tokenContent.safeParse(decode(token));
      if (content.success) return content.data[0];
      throw new AwsServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
    },
    take(token) {
      const task = find(token);
      waiting.delete(token);
      return task;
    },
    confirm: (token) => void find(token),
  };
}

function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    // Not JSON, so not a token: the caller says so.
    return undefined;
  }
}

/** The failure a task ends in when its token is answered with SendTaskFailure. */
export function sentFailure(error: string | undefined, cause: string | undefined): StateFailure {
  return new StateFailure(error ?? 'States.TaskFailed', cause ?? '', 'by-retry-and-catch');
}
