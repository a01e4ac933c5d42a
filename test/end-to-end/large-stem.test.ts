import { describe, expect, it } from 'vitest';
import { copyLargeStem, serveLargeFile } from './copy-large-stem.ts';
import { TestPipeline } from './test-pipeline.ts';

const GIBIBYTE = 2 ** 30;
const MEGABYTES_ALLOWED = 250;

describe('a stem of one GiB', () => {
  it('is copied from HTTP into the bucket with less than 250 MB of memory', async () => {
    const file = await serveLargeFile(GIBIBYTE);
    const pipeline = await TestPipeline.start({ engineFront: { url: file.url, standBefore: () => {} } });
    try {
      const { storedBytes, peakMegabytes } = await copyLargeStem(pipeline, file.url, GIBIBYTE);
      expect(storedBytes).toBe(GIBIBYTE);
      expect(peakMegabytes).toBeLessThan(MEGABYTES_ALLOWED);
    } finally {
      await pipeline.stop();
      file.stop();
    }
  });
});
