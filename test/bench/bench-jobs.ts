import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalCloud } from '../../infra/local/local-cloud.ts';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';
import { runLocalProduct } from '../../infra/start/local-product.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { PipelineUser } from '../end-to-end/pipeline-user.ts';
import type { SongJob } from '../end-to-end/song-job.ts';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { bundleSizes } from './bundle-sizes.ts';
import { printTable } from './print-table.ts';

/** One cold job and then warm ones, of a song this long. */
const SONG_SECONDS = 30;
const WARM_JOBS = 9;
/** Demucs4 HT: vocals, drums, bass, other. */
const FOUR_STEMS = '20';

/**
 * Boots both stacks, separates one song cold and some warm into four stems, and prints where the time went. A service
 * of the tests separates, which takes half a second; it tells the end by webhook. "Added" is what the pipeline takes
 * beyond the separation itself: from the upload to the stems, less the time from the create to the end at the
 * service.
 */
export async function benchJobs(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const upstream = await UpstreamServer.start({ times: { waiting: 100, processing: 300, merging: 100 } });
  const assembly = await timed(() => synthesizeAssembly('.local/bench'));
  const boot = await timed(() =>
    runLocalProduct({
      dataDirectory: directory,
      assembly: assembly.value,
      fronts: { 'Engine/Distribution': upstream.url },
    }),
  );
  const { cloud } = boot.value;
  try {
    const user = new PipelineUser(boot.value);
    const jobs: SongJob[] = [];
    for (let seed = 0; seed <= WARM_JOBS; seed++) {
      const song = synthesizeSong({ seconds: SONG_SECONDS, seed });
      const file = wavFile(song.mix, song.sampleRate);
      jobs.push(await user.separate(`uploads/song-${seed}.wav`, file, { 'sep-type': FOUR_STEMS }));
    }
    printTable('Boot', [
      ['synth (0 when nothing changed)', seconds(assembly.milliseconds)],
      ['local cloud with both stacks', seconds(boot.milliseconds)],
    ]);
    printJobs(jobs, upstream);
    const gets = upstream.log.count('get') + upstream.log.count('get-remote');
    printTable('A job of four stems, webhook path', [
      ['state transitions', String(user.transitions(jobs[0] ?? failedJob()))],
      ['get calls per job', (upstream.log.count('get') / jobs.length).toFixed(2)],
      ['get and get-remote calls per job', (gets / jobs.length).toFixed(2)],
    ]);
    printMemory(cloud.reports());
    printTable('Bundle of each function', await bundleSizes(assembly.value));
  } finally {
    await cloud.stop();
    await upstream.stop();
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

/** Phases of a job as its own record and the service tell them, in milliseconds. */
function phases({ job, step, failure }: SongJob, upstream: UpstreamServer): readonly [string, number][] {
  if (job.state !== 'done') throw new Error(`A job failed: ${failure?.reason}`);
  const total = between(job.submittedAt, job.endedAt);
  const separation = [...upstream.model.separations.values()].find(({ fileName }) =>
    fileName.startsWith(job.jobId),
  );
  if (separation === undefined) throw new Error('The service knows of no such separation.');
  const work = upstream.model.endOf(separation) - separation.createdAt;
  return [
    ['upload to stems', total],
    ['  inspect', between(job.submittedAt, job.inspectedAt)],
    ['  turn and create', between(job.inspectedAt, step.createdAt)],
    ['  separation, the service fetching its link', between(step.createdAt, step.resultAt)],
    ['  copy and complete', between(step.resultAt, job.endedAt)],
    ['work of the service', work],
    ['added by the pipeline', total - work],
  ];
}

function printJobs(jobs: readonly SongJob[], upstream: UpstreamServer): void {
  const [cold, ...warm] = jobs.map((job) => phases(job, upstream));
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
