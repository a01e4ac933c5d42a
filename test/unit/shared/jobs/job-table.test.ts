import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobTable } from '../../../../shared/jobs/job-table.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { inspectedJob, START } from './sample-job.ts';

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

/** The same table through a connection that loses the answer of the next write, which the SDK then repeats. */
function losingAnswers(losses: number) {
  let left = losses;
  const documents = DynamoDBDocumentClient.from(server.documents, {
    marshallOptions: { removeUndefinedValues: true },
  });
  documents.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (left === 0) return answer;
      left -= 1;
      // What the SDK's own retry does after a broken connection: the same bytes once more.
      return next(args);
    },
    { step: 'finalizeRequest', name: `loseAnswers${Math.random()}`, priority: 'high' },
  );
  return createJobTable(documents, server.tableName);
}

describe('a change whose answer is lost, so that the SDK sends it again', () => {
  it('is recognized as made, although its own condition no longer holds', async () => {
    const job = inspectedJob();
    await server.table.create(job);
    const changed = await losingAnswers(1).change(job.jobId, {
      at: START,
      set: { state: 'creating', creatingAt: START.toISOString() },
      when: { state: ['inspected'], absent: ['creatingAt'] },
    });
    expect(changed).toMatchObject({ jobId: job.jobId, state: 'creating' });
  });

  it('is still refused when another one made it', async () => {
    const job = inspectedJob();
    await server.table.create(job);
    const when = { state: ['inspected'], absent: ['creatingAt'] } as const;
    const set = { state: 'creating', creatingAt: START.toISOString() } as const;
    expect(await server.table.change(job.jobId, { at: START, set, when })).toBeDefined();
    expect(await server.table.change(job.jobId, { at: START, set, when })).toBeUndefined();
  });
});
