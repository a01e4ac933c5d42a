import * as z from 'zod';
import { AwsServiceError } from '../aws-service-error.ts';
import { type Json, parseJson } from './json.ts';
import type { Operations } from './operations.ts';
import { parseBody } from './parse-body.ts';
import type { StepFunctionsState } from './step-functions-state.ts';
import { sentFailure } from './task-tokens.ts';
import { DATA_LIMIT_BYTES } from './within-data-limit.ts';

const taskToken = z.string().min(1).max(2048);
const successBody = z.object({ taskToken, output: z.string() });
const failureBody = z.object({
  taskToken,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const heartbeatBody = z.object({ taskToken });

/**
 * SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat. The caller needs the right on the machine that gave out
 * the token. A second answer to the same token is TaskTimedOut, as is one after the task's end.
 */
export function tokenOperations({ tokens, authorize }: StepFunctionsState): Operations {
  return {
    SendTaskSuccess(body, caller) {
      const { taskToken: token, output } = parseBody(successBody, body);
      authorize(caller, 'states:SendTaskSuccess', tokens.machineOf(token));
      const value = parseOutput(output);
      tokens.take(token).succeed(value);
      return {};
    },
    SendTaskFailure(body, caller) {
      const { taskToken: token, error, cause } = parseBody(failureBody, body);
      authorize(caller, 'states:SendTaskFailure', tokens.machineOf(token));
      tokens.take(token).fail(sentFailure(error, cause));
      return {};
    },
    SendTaskHeartbeat(body, caller) {
      const { taskToken: token } = parseBody(heartbeatBody, body);
      authorize(caller, 'states:SendTaskHeartbeat', tokens.machineOf(token));
      tokens.confirm(token);
      return {};
    },
  };
}

function parseOutput(output: string): Json {
  const bytes = Buffer.byteLength(output);
  if (bytes > DATA_LIMIT_BYTES) {
    throw new AwsServiceError(
      'InvalidOutput',
      `Invalid Output: '${bytes} bytes are more than the maximum of ${DATA_LIMIT_BYTES}'`,
    );
  }
  try {
    return parseJson(output);
  } catch {
    throw new AwsServiceError('InvalidOutput', "Invalid Output: 'not valid JSON'");
  }
}
