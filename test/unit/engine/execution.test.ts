import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { startExecution } from '../../../shared/engine/queue/execution.ts';

const client = new SFNClient({ region: 'eu-west-1' });
const workflows = mockClient(client);
beforeEach(() => workflows.reset());

const WORKFLOW = 'arn:aws:states:eu-west-1:1:stateMachine:separate';
const start = () => startExecution(client, WORKFLOW, '2026-a.wav');

describe('startExecution', () => {
  it('names the execution after the hash, in letters that Step Functions logs', async () => {
    await start();
    expect(workflows.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: WORKFLOW,
      name: '2026-a_wav',
      input: '{"hash":"2026-a.wav"}',
    });
  });

  it('takes it well when the one execution of a hash has been and gone', async () => {
    workflows.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'is', $metadata: {} }));
    await expect(start()).resolves.toBeUndefined();
  });

  it('tells of every other failure', async () => {
    workflows.on(StartExecutionCommand).rejects(new Error('throttled'));
    await expect(start()).rejects.toThrow('throttled');
  });
});
