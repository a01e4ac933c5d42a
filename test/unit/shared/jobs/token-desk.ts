import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';

/** Hands out task tokens and takes each back once, as Step Functions does. */
export function createTokenDesk() {
  const open = new Map<string, 'open' | 'spent'>();
  const ended: { token: string; success: boolean; text: string }[] = [];
  const client = new SFNClient({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const take = (token: string, success: boolean, text: string) => {
    const state = open.get(token);
    const details = { $metadata: {}, message: 'no such wait' };
    if (state === undefined) throw new TaskDoesNotExist(details);
    if (state === 'spent') throw new TaskTimedOut(details);
    open.set(token, 'spent');
    ended.push({ token, success, text });
    return {};
  };
  mock.on(SendTaskSuccessCommand).callsFake((input) => take(input.taskToken, true, input.output));
  mock
    .on(SendTaskFailureCommand)
    .callsFake((input) => take(input.taskToken, false, `${input.error} ${input.cause}`));
  return {
    client,
    mock,
    ended,
    issue(token: string) {
      open.set(token, 'open');
      return token;
    },
    expire(token: string) {
      open.set(token, 'spent');
    },
  };
}
