import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';
import { runLocalProduct } from '../../infra/start/local-product.ts';
import { copyLargeStem, serveLargeFile } from '../end-to-end/copy-large-stem.ts';
import { PipelineUser } from '../end-to-end/pipeline-user.ts';
import { printTable } from './print-table.ts';

const GIBIBYTE = 2 ** 30;

/** Copies a stem of one GiB from HTTP into the bucket, and prints what it took. */
export async function benchCopy(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = await serveLargeFile(GIBIBYTE);
  const product = await runLocalProduct({
    dataDirectory: directory,
    assembly: await synthesizeAssembly('.local/bench'),
    fronts: { 'Engine/Distribution': file.url },
  });
  try {
    const { peakMegabytes, seconds } = await copyLargeStem(new PipelineUser(product), file.url, GIBIBYTE);
    printTable('A stem of one GiB, from HTTP into the bucket', [
      ['peak memory of the function', `${Math.round(peakMegabytes)} MB`],
      ['time', `${seconds.toFixed(1)} s`],
    ]);
  } finally {
    await product.cloud.stop();
    file.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
