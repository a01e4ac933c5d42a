import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizeAssembly } from '../../infra/start/assembly.ts';
import { runLocalProduct } from '../../infra/start/local-product.ts';
import { PipelineUser } from '../end-to-end/pipeline-user.ts';
import { runStorm } from '../end-to-end/storm/run-storm.ts';
import type { StormFigures } from '../end-to-end/storm/storm-figures.ts';
import { STORM_ENVIRONMENT, STORM_REQUESTS_PER_MINUTE } from '../end-to-end/storm/storm-settings.ts';
import { withEnvironment } from '../end-to-end/with-environment.ts';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { printTable } from './print-table.ts';

const SONGS = Number(process.env.STORM_SONGS ?? 1_000);
const FAULTINESS = 0.2;
const LOST_WEBHOOKS = 0.5;
const LONGEST_MS = 45 * 60_000;

/**
 * A thousand songs at once (`STORM_SONGS=50` for fewer), before a service that fails a fifth of all calls, loses half
 * of its webhooks and allows so many calls a minute. Prints what became of them.
 */
export async function benchStorm(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const upstream = await UpstreamServer.start({
    requestsPerMinute: STORM_REQUESTS_PER_MINUTE,
    times: { waiting: 1_000, processing: 5_000, merging: 500 },
  });
  const assembly = await synthesizeAssembly('.local/bench');
  const product = await runLocalProduct({
    dataDirectory: directory,
    assembly: await withEnvironment(assembly, '.local/bench-storm', STORM_ENVIRONMENT),
    fronts: { 'Engine/Distribution': upstream.url },
  });
  let told = 0;
  try {
    const figures = await runStorm({
      user: new PipelineUser(product),
      upstream,
      songs: SONGS,
      faultiness: FAULTINESS,
      lostWebhooks: LOST_WEBHOOKS,
      hurried: false,
      longestMs: LONGEST_MS,
      onProgress: (states, seconds) => {
        if (seconds < told + 15) return;
        told = seconds;
        process.stderr.write(`${Math.round(seconds)} s: ${JSON.stringify(states)}\n`);
      },
    });
    printFigures(figures);
  } finally {
    await product.cloud.stop();
    await upstream.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function printFigures(figures: StormFigures): void {
  const failed = figures.failedWithReason + figures.failedWithoutReason;
  printTable(
    `${figures.songs} songs at once, ${FAULTINESS * 100} % of calls faulted, ${LOST_WEBHOOKS * 100} % of webhooks lost`,
    [
      ['done', String(figures.done)],
      ['failed, with a reason', String(figures.failedWithReason)],
      ['failed, without', String(figures.failedWithoutReason)],
      ['lost', String(figures.lost)],
      ['charged twice', String(figures.chargedTwice)],
      ['charges', String(figures.charges)],
      ['calls to the service', String(figures.calls)],
      ['most in any minute, of those allowed', `${figures.mostInAnyMinute} of ${STORM_REQUESTS_PER_MINUTE}`],
      ['get calls per job', figures.getsPerJob.toFixed(2)],
      ['state transitions per job', figures.transitionsPerJob.toFixed(2)],
      ['upload of all', `${figures.uploadSeconds.toFixed(0)} s`],
      ['until the last one ended', `${figures.seconds.toFixed(0)} s`],
    ],
  );
  if (failed > 0)
    printTable(
      'Reasons',
      Object.entries(figures.reasons).map(([name, count]) => [name, String(count)]),
    );
}
