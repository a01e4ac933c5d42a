import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { wavHeader } from '../../shared/audio/write-wav.ts';
import { sampleJob, sampleStep } from '../unit/shared/jobs/sample-job.ts';
import type { PipelineUser } from './pipeline-user.ts';

const BLOCK = Buffer.alloc(1 << 20, 'stem');

/** What copying one file took. */
export interface CopyFigures {
  readonly peakMegabytes: number;
  readonly seconds: number;
  /** The size of what lies in the bucket afterwards. */
  readonly storedBytes: number;
}

/**
 * Has the deployed function copy a file of this many bytes from HTTP into the bucket, as a stem of a job that
 * stands at that point.
 *
 * @param url where the file is served; its origin must be one that the Pipeline may reach
 */
export async function copyLargeStem(user: PipelineUser, url: string, bytes: number): Promise<CopyFigures> {
  const { bucket, cloud } = user.product;
  const stem = {
    stem: 'large',
    key: 'stems/large/large.wav',
    contentType: 'audio/wav',
    url: `${url}/large.wav`,
    bytes,
  };
  const job = sampleJob({
    state: 'running',
    source: { bucket, key: 'uploads/large.wav', etag: 'none', bytes },
  });
  const step = sampleStep(job, { state: 'copying', result: { kind: 'done', stems: [stem] } });
  await user.jobs.create({ job, steps: [step] });

  const start = performance.now();
  const result = await cloud.invoke('Pipeline/FunctionsCopyStem', {
    jobId: job.jobId,
    step: step.step,
    index: 0,
  });
  const seconds = (performance.now() - start) / 1000;
  if ('error' in result) throw new Error(`The stem was not copied: ${result.error.errorMessage}`);
  const reports = cloud.reports().filter(({ functionName }) => functionName.includes('CopyStem'));
  return {
    peakMegabytes: Math.max(...reports.map(({ maxMemoryMegabytes }) => maxMemoryMegabytes ?? Number.NaN)),
    seconds,
    storedBytes: (await user.jobs.getStep(step)).files['0']?.bytes ?? 0,
  };
}

/** Serves one WAV file of this many bytes (4 n), whatever is asked for. */
export async function serveLargeFile(bytes: number): Promise<{ url: string; stop(): void }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': bytes, 'content-type': 'audio/wav' });
    pipeline(Readable.from(blocks(bytes)), response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A WAV file of this many bytes, whose sound is the same block over and over. */
function* blocks(bytes: number): Generator<Buffer> {
  const header = wavHeader({ encoding: 'int16', channels: 2, sampleRate: 44_100, length: (bytes - 44) / 4 });
  yield header;
  for (let left = bytes - header.length; left > 0; left -= BLOCK.length)
    yield BLOCK.subarray(0, Math.min(left, BLOCK.length));
}
