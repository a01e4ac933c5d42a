import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultyFront, startFaultyFront } from './faulty-front.ts';
import { freshSong } from './fresh-song.ts';
import { TestPipeline } from './test-pipeline.ts';

let webhookFront: FaultyFront;
let pipeline: TestPipeline;
beforeAll(async () => {
  webhookFront = await startFaultyFront();
  pipeline = await TestPipeline.start({ webhookFront });
});
afterAll(async () => {
  await pipeline.stop();
  await webhookFront.stop();
});

describe('an execution that is stopped by hand', () => {
  it('leaves a record that says so, and that the separation was paid for', async () => {
    webhookFront.plan(() => ({ kind: 'cut-before' }));
    const jobId = await pipeline.upload('uploads/stopped.wav', freshSong());
    const {
      job: { executionArn },
    } = await pipeline.stepReached(jobId, ['waiting']);
    await pipeline.stepFunctions.send(
      new StopExecutionCommand({ executionArn, error: 'Impatience', cause: 'He said "stop",\nand meant it' }),
    );
    const { job, failure } = await pipeline.ended(jobId);
    expect(job.state).toBe('failed');
    expect(failure).toMatchObject({ error: 'ABORTED' });
    expect(failure?.reason).toMatch(/stopped by hand/);
    expect(failure?.charged).not.toBe('no');
  });

  it('changes nothing when it is redriven, and a retry goes on with the separation that was paid for', async () => {
    webhookFront.plan(() => ({ kind: 'cut-before' }));
    const jobId = await pipeline.upload('uploads/redriven.wav', freshSong());
    const {
      job: { executionArn },
    } = await pipeline.stepReached(jobId, ['waiting']);
    await pipeline.stepFunctions.send(new StopExecutionCommand({ executionArn }));
    expect((await pipeline.ended(jobId)).job.state).toBe('failed');
    await pipeline.stepFunctions.send(new RedriveExecutionCommand({ executionArn }));
    const status = async () =>
      (await pipeline.stepFunctions.send(new DescribeExecutionCommand({ executionArn }))).status;
    await expect.poll(status, { timeout: 30_000 }).not.toBe('RUNNING');
    expect((await pipeline.look(jobId))?.job.state).toBe('failed');

    webhookFront.plan(() => undefined);
    await pipeline.command('retry', jobId);
    const { job, step } = await pipeline.endedByClocks(jobId);
    expect(job).toMatchObject({ state: 'done', attempt: 2 });
    expect(step.attempt).toBe(1);
  });

  it('leaves no separation of the Engine running for ever', async () => {
    webhookFront.plan(() => undefined);
    const stateMachineArn = pipeline.product.cloud.outputs.Engine?.WorkflowArn;
    const jobId = await pipeline.upload('uploads/stopped in the engine.wav', freshSong());
    await pipeline.stepReached(jobId, ['waiting']);
    const { executions } = await pipeline.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    for (const { executionArn } of executions ?? []) {
      await pipeline.stepFunctions.send(new StopExecutionCommand({ executionArn }));
    }
    const { job, failure } = await pipeline.endedByClocks(jobId);
    // The separation may have been faster than the hand; it must have ended either way.
    expect(['done', 'SeparationFailed']).toContain(failure?.error ?? job.state);
  });
});

describe('an upload that cannot even be recorded', () => {
  it('waits in the queue of what was not delivered, with its event', async () => {
    const { cloud } = pipeline.product;
    cloud.revoke('Pipeline/FunctionsOnUploadRole', 'dynamodb:PutItem');
    await pipeline.upload('uploads/unrecorded.wav', freshSong());
    await expect.poll(() => cloud.deadLetters().length, { timeout: 20_000 }).toBe(1);
    expect(JSON.stringify(cloud.deadLetters()[0])).toContain('uploads/unrecorded.wav');
  });
});
