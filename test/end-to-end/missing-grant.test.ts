import { afterEach, describe, expect, it } from 'vitest';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { TestPipeline } from './test-pipeline.ts';

const song = synthesizeSong({ seconds: 2, seed: 19 });
const songFile = wavFile(song.mix, song.sampleRate);

let pipeline: TestPipeline;
afterEach(() => pipeline.stop());

describe('a grant removed from the role of a function', () => {
  it('is AccessDenied, and the record names what was denied', async () => {
    pipeline = await TestPipeline.start();
    pipeline.product.cloud.revoke('Pipeline/FunctionsCopyStemRole', 's3:PutObject');
    const { job, failure } = await pipeline.separate('uploads/denied.wav', songFile);
    expect(job.state).toBe('failed');
    expect(failure?.reason).toContain('s3:PutObject');
    expect(failure?.charged).toBe('yes');
    expect(await pipeline.keys('stems/')).toEqual([]);
  });

  it('is no grant of any other function: with all of them in place nothing is denied', async () => {
    pipeline = await TestPipeline.start();
    const { job } = await pipeline.separate('uploads/granted.wav', songFile);
    expect(job.state).toBe('done');
    expect(pipeline.product.cloud.denials()).toEqual([]);
  });
});
