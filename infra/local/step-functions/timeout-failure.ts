import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';

let found: Promise<unknown> | undefined;

/**
 * The library's own States.Timeout error.
 *
 * It tells a timeout from any other failure by the class of the error (States.TaskFailed matches all but a
 * timeout), yet does not export that class. So one task is let time out, once, to get hold of an instance; it
 * carries no data and can be thrown any number of times.
 */
export function timeoutFailure(): Promise<unknown> {
  found ??= produce();
  return found;
}

async function produce(): Promise<unknown> {
  const machine = new StateMachine(
    { StartAt: 'T', States: { T: { Type: 'Task', Resource: 'none', TimeoutSeconds: 0.001, End: true } } },
    { validationOptions: { noValidate: true } },
  );
  const never = new Promise<never>(() => {});
  try {
    await machine.run(null, { overrides: { taskResourceLocalHandlers: { T: () => never } } }).result;
  } catch (error) {
    if (error instanceof ExecutionError) return error.cause;
    throw error;
  }
  throw new Error('aws-local-stepfunctions let a task pass its timeout; check its version.');
}
