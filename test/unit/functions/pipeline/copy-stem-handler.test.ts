import { afterEach, expect, it, vi } from 'vitest';
import { copyStem } from '../../../../functions/pipeline/copy-stem/copy-stem.ts';
import { DRUMS, sampleJob } from '../../shared/jobs/sample-job.ts';

vi.mock('../../../../functions/pipeline/copy-stem/copy-stem.ts', () => ({ copyStem: vi.fn() }));

const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  ALLOWED_PRIVATE_ORIGINS: 'http://localhost:4000/, https://NAS.local:443/stems',
  BUCKET: 'songs',
  JOBS_TABLE: 'jobs',
  MVSEP_TOKEN_SECRET: 'arn:token',
  MVSEP_URL: 'https://mvsep.test',
  PAY_FOR_MIRRORS: 'false',
  REQUESTS_PER_MINUTE: '60',
  RESULT_CACHE_DAYS: '30',
  SEPARATIONS_AT_ONCE: 'plan',
};

afterEach(() => vi.unstubAllEnvs());

it('allows origins however the setting writes them, and pays for mirrors only when told to', async () => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  const { handler } = await import('../../../../functions/pipeline/copy-stem/handler.ts');
  const { jobId } = sampleJob();
  const item = { jobId, step: DRUMS, index: 0 };
  expect(await handler(item)).toEqual(item);
  expect(copyStem).toHaveBeenCalledWith(
    expect.objectContaining({
      allowedPrivateOrigins: ['http://localhost:4000', 'https://nas.local'],
      payForMirrors: false,
      resultCacheDays: 30,
    }),
    { jobId, step: DRUMS },
    0,
  );
  await expect(handler({ jobId, index: 0 })).rejects.toThrow();
});
