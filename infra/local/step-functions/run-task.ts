import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AwsServiceError } from '../aws-service-error.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { isJsonObject, type Json, parseJson } from './json.ts';
import type { TaskWork } from './prepare-definition.ts';
import { StateFailure } from './state-failure.ts';
import { recordTask } from './task-events.ts';
import { timeoutFailure } from './timeout-failure.ts';
import { withinDataLimit } from './within-data-limit.ts';

/**
 * Runs one attempt of a task: invokes its function and, where it waits for its token, waits for the answer.
 *
 * The function may answer the token, or have it answered, before it has returned: the token counts from before the
 * function is called. A task that waits fails when its function fails. A function error keeps its own name, so
 * that Retry and Catch can match it, and its cause is the JSON text AWS gives.
 */
export async function runTask(
  work: TaskWork,
  parameters: Json,
  scope: ExecutionScope,
  takeToken: () => string,
): Promise<Json> {
  const token = takeToken();
  const timedOut = await timeoutFailure();
  // The library reports "state entered" through a stream: let it arrive before the events of the task itself.
  await nextTurn();
  const { execution, signal } = scope;
  const outcome = Promise.withResolvers<Json>();
  const stop = (): void => outcome.reject(stopped());
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const events = recordTask(work, scope.history);
  events.scheduled(parameters);

  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const waits = work.resource.kind === 'invoke-and-wait';
  if (waits) {
    execution.tokens.wait(token, { succeed: outcome.resolve, fail: outcome.reject });
  }
  const onStart = (): void => {
    if (timer !== undefined || over) return;
    events.started();
    timer = setTimeout(() => outcome.reject(timedOut), work.timeoutSeconds * 1000);
  };
  if (!signal.aborted) {
    invoke(work, parameters, scope, onStart).then((result) => {
      if (!waits) outcome.resolve(result);
      else if (!over) events.submitted(result);
    }, outcome.reject);
  }

  try {
    const output = await outcome.promise;
    events.succeeded(withinDataLimit(output));
    return output;
  } catch (error) {
    if (error === timedOut) events.timedOut();
    else if (!signal.aborted && error instanceof Error) events.failed(error.name, error.message);
    throw error;
  } finally {
    over = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    execution.tokens.forget(token);
  }
}

/** Ends a task whose execution or branch is over; no Retry or Catch may bring it back. */
function stopped(): StateFailure {
  return new StateFailure('States.Runtime', 'The task was stopped with its execution.', 'by-nothing');
}

async function invoke(
  work: TaskWork,
  parameters: Json,
  scope: ExecutionScope,
  onStart: () => void,
): Promise<Json> {
  const { execution } = scope;
  const call = work.resource.kind === 'function' ? undefined : invokeParameters(parameters);
  const functionArn =
    work.resource.kind === 'function' ? work.resource.functionArn : (call?.functionArn ?? '');
  const payload = work.resource.kind === 'function' ? parameters : call?.payload;
  try {
    execution.authorize(execution.role, 'lambda:InvokeFunction', functionArn);
    const result = await execution.invokeLambda(functionArn, payload, execution.role.name, onStart);
    if ('error' in result) {
      const { errorType, errorMessage, trace } = result.error;
      const cause = JSON.stringify({ errorMessage, errorType, ...(trace === undefined ? {} : { trace }) });
      throw new StateFailure(errorType, cause, 'by-retry-and-catch');
    }
    const value = parseJson(withinDataLimit(result.payload));
    return work.resource.kind === 'function' ? value : invokeResult(value);
  } catch (error) {
    if (!(error instanceof AwsServiceError)) throw error;
    const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
    const cause = `${error.message} (Service: Lambda, Status Code: ${error.status})`;
    throw new StateFailure(`Lambda.${code}`, cause, 'by-retry-and-catch');
  }
}

/** Reads the parameters of the Lambda integration: FunctionName as a name or an ARN, and the Payload. */
function invokeParameters(parameters: Json): { functionArn: string; payload: unknown } {
  const { FunctionName: name, Payload: payload } = isJsonObject(parameters) ? parameters : {};
  if (typeof name !== 'string') {
    throw new StateFailure('States.Runtime', 'The parameter FunctionName is not a text.', 'by-nothing');
  }
  const functionArn = name.startsWith('arn:')
    ? name
    : `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}`;
  return { functionArn, payload };
}

/** What the Lambda integration answers around the function's own result. */
function invokeResult(payload: Json): Json {
  const requestId = randomUUID();
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}
