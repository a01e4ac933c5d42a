import { expect, it, vi } from 'vitest';
import { copyStem } from '../../../../functions/pipeline/copy-stem/copy-stem.ts';
import { sampleJob } from '../../shared/jobs/sample-job.ts';

vi.mock('../../../../functions/pipeline/copy-stem/copy-stem.ts', () => ({ copyStem: vi.fn() }));

it('allows origins however the setting writes them', async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('JOBS_TABLE', 'jobs');
  vi.stubEnv('ALLOWED_PRIVATE_ORIGINS', 'http://localhost:4000/, https://NAS.local:443/stems');
  const { handler } = await import('../../../../functions/pipeline/copy-stem/handler.ts');
  const { jobId } = sampleJob();
  expect(await handler({ jobId, index: 0 })).toEqual({ jobId, index: 0 });
  expect(copyStem).toHaveBeenCalledWith(
    expect.objectContaining({ allowedPrivateOrigins: ['http://localhost:4000', 'https://nas.local'] }),
    jobId,
    0,
  );
  vi.unstubAllEnvs();
});
