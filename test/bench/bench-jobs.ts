import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalCloud } from '../../infra/local/local-cloud.ts';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';
import { runLocalProduct } from '../../infra/start/local-product.ts';
import type { Job } from '../../shared/jobs/job.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { startFaultyFront } from '../end-to-end/faulty-front.ts';
import { PipelineUser } from '../end-to-end/pipeline-user.ts';
import { bundleSizes } from './bundle-sizes.ts';
import { printTable } from './print-table.ts';

/** One cold job and then warm ones, of a song this long. */
const SONG_SECONDS = 30;
const WARM_JOBS = 5;

/**
 * Boots both stacks, separates one song cold and some warm, and prints where the time went. "Added" is what the
 * pipeline takes beyond the separation itself: from the upload to the stems, less the wait for the result.
 */
export async function benchJobs(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const front = await startFaultyFront();
  const assembly = await timed(() => synthesizeAssembly('.local/bench'));
  const boot = await timed(() =>
    runLocalProduct({
      dataDirectory: directory,
      assembly: assembly.value,
      fronts: { 'Engine/Distribution': front.url },
    }),
  );
  const { cloud } = boot.value;
  front.standBefore(cloud.ownAddress('Engine/Distribution'));
  try {
    const user = new PipelineUser(boot.value);
    const jobs: Job[] = [];
    for (let seed = 0; seed <= WARM_JOBS; seed++) {
      const song = synthesizeSong({ seconds: SONG_SECONDS, seed });
      jobs.push(await user.separate(`uploads/song-${seed}.wav`, wavFile(song.mix, song.sampleRate)));
    }
    printTable('Boot', [
      ['synth (0 when nothing changed)', seconds(assembly.milliseconds)],
      ['local cloud with both stacks', seconds(boot.milliseconds)],
    ]);
    printJobs(jobs);
    const gets = front.seen.filter(({ path }) => path === '/api/separation/get').length;
    printTable('A job of two stems, webhook path', [
      ['state transitions', String(user.transitions(jobs[0] ?? failedJob()))],
      ['get calls per job', (gets / jobs.length).toFixed(2)],
    ]);
    printMemory(cloud.reports());
    printTable('Bundle of each function', await bundleSizes(assembly.value));
  } finally {
    await cloud.stop();
    await front.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; milliseconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - start };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

function between(from: string | undefined, to: string | undefined): number {
  if (from === undefined || to === undefined) throw new Error('The job did not come this far.');
  return Date.parse(to) - Date.parse(from);
}

function failedJob(): never {
  throw new Error('No job ended.');
}

/** Phases of a job as its own record tells them, in milliseconds. */
function phases(job: Job): readonly [string, number][] {
  if (job.state !== 'done') throw new Error(`A job failed: ${job.failure?.reason}`);
  const total = between(job.submittedAt, job.endedAt);
  const separation = between(job.createdAt, job.resultAt);
  return [
    ['upload to stems', total],
    ['  inspect', between(job.submittedAt, job.inspectedAt)],
    ['  create', between(job.inspectedAt, job.createdAt)],
    ['  separation itself', separation],
    ['  copy and complete', between(job.resultAt, job.endedAt)],
    ['added by the pipeline', total - separation],
  ];
}

function printJobs(jobs: readonly Job[]): void {
  const [cold, ...warm] = jobs.map(phases);
  printTable(
    `A song of ${SONG_SECONDS} seconds: cold, and the median of ${WARM_JOBS} warm`,
    (cold ?? []).map(([name, milliseconds], index) => [
      name,
      seconds(milliseconds),
      seconds(median(warm.map((job) => job[index]?.[1] ?? 0))),
    ]),
  );
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function printMemory(reports: ReturnType<LocalCloud['reports']>): void {
  const peaks = new Map<string, number>();
  for (const { functionName, maxMemoryMegabytes = 0 } of reports) {
    peaks.set(functionName, Math.max(peaks.get(functionName) ?? 0, maxMemoryMegabytes));
  }
  printTable(
    'Peak memory of each function',
    [...peaks].sort().map(([name, megabytes]) => [readable(name), `${Math.round(megabytes)} MB`]),
  );
}

/** `Engine-FunctionsMergeStems025E747E` becomes `Engine/MergeStems`. */
function readable(functionName: string): string {
  return functionName.replace(/-Functions/, '/').replace(/[0-9A-F]{8}$/, '');
}
