import { GetCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import { jobKeys } from '../../../../shared/jobs/job-keys.ts';
import { readUploadId } from '../../../../shared/jobs/read-upload-id.ts';
import { findByHash, rememberHash } from '../../../../shared/jobs/separation-hashes.ts';
import { uploadId } from '../../../../shared/jobs/upload-id.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { DRUMS, REMOTE_HASH, SEPARATION_HASH, START } from './sample-job.ts';

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

describe('a hash of the service', () => {
  it('leads to its step, both the short one of the link and the long one, for thirty days', async () => {
    const ref = { jobId: jobId.parse('job1'), step: DRUMS };
    for (const hash of [REMOTE_HASH, SEPARATION_HASH]) {
      expect(await findByHash(server.table, hash)).toBeUndefined();
      await rememberHash(server.table, hash, ref, START);
      expect(await findByHash(server.table, hash)).toEqual(ref);
      const { documents, tableName: TableName } = server.table;
      const { Item } = await documents.send(new GetCommand({ TableName, Key: jobKeys.hash(hash) }));
      expect(Item).toMatchObject({ expiresAt: START.getTime() / 1000 + 30 * 86_400 });
    }
  });
});

describe('the upload id in a hash', () => {
  const attempts = fc.record({
    jobId: fc.stringMatching(/^[a-z0-9]{1,40}$/).map((id) => jobId.parse(id)),
    index: fc.nat(999),
    attempt: fc.integer({ min: 1, max: 9999 }),
  });

  it('is read back, whatever the job is called and with any extension or none', () => {
    fc.assert(
      fc.property(attempts, fc.constantFrom('', '.wav', '.mp3'), (attempt, extension) => {
        expect(readUploadId(`20260812120000-0123456789-${uploadId(attempt)}${extension}`)).toEqual(attempt);
      }),
    );
  });

  it.each([SEPARATION_HASH, REMOTE_HASH, '', 's1n2', '20260812120000-0123456789-job1s1n2-live.wav'])(
    'is not found in %j',
    (hash) => {
      expect(readUploadId(hash)).toBeUndefined();
    },
  );
});
