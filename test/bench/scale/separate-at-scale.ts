import { output } from '../../../infra/start/output.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { findOutputFormat } from '../../../shared/mvsep/catalogue/output-format.ts';
import { killFunction } from '../../end-to-end/syncs/kill-function.ts';
import { TestEngine } from '../../end-to-end/test-engine.ts';
import { printTable } from '../print-table.ts';
import { compareWithWhole } from './compare-with-whole.ts';
import { judgeFunctions } from './judge-functions.ts';
import { readHistory, type ScaleHistory } from './read-history.ts';
import type { ScaleOrder } from './scale-order.ts';
import { sendSong } from './send-song.ts';
import { type Watched, waitForFetch, watchSeparation } from './watch-separation.ts';

const SMALLEST_DECIBELS = 60;

/**
 * Has one song separated by an Engine of its own, so that peaks of memory are those of this song, and prints what that
 * took.
 *
 * @throws Error when a bar is missed.
 */
export async function separateAtScale(assembly: string, order: ScaleOrder): Promise<void> {
  const engine = await TestEngine.start({ assembly });
  try {
    const { megabytes, shortHash } = await sendSong(engine, order);
    const began = performance.now();
    const hash = await waitForFetch(engine, shortHash);
    const watched = await watchSeparation(engine, hash, () => {
      if (order.interrupted) killFunction(engine.cloud, 'SeparateChunk');
    });
    const seconds = (performance.now() - began) / 1000;
    const history = await readHistory(engine);
    printSong(order, megabytes, seconds, watched, history);
    await judgeFunctions(engine.cloud, assembly);
    requireAlone(order, watched, history);
    if (order.compared) await requireEqual(engine, order, hash, watched);
  } finally {
    await engine.stop();
  }
}

function printSong(
  { minutes, inputFormat, outputFormat, sepType }: ScaleOrder,
  megabytes: number,
  seconds: number,
  { allChunks, countsSeen }: Watched,
  { phases, attempts, failures }: ScaleHistory,
): void {
  const [from, to] = [inputFormat, outputFormat].map((id) => findOutputFormat(id)?.name ?? '');
  const again = [...attempts.values()].filter((count) => count > 1).length;
  printTable(`${minutes} minutes of stereo, type ${sepType}, from ${from} to ${to}`, [
    ['the file', `${megabytes.toFixed(0)} MB`],
    ['from the link to the stems', `${seconds.toFixed(0)} s`],
    ...phases.map(([name, took]) => [`  ${name.toLowerCase()}`, `${took.toFixed(1)} s`]),
    ['chunks', String(allChunks)],
    ['counts of finished chunks that get told, all true', String(countsSeen)],
    ['failures, and chunks that were separated again', `${failures}, ${again}`],
  ]);
}

/** Each failure costs one more call of its own chunk, and no call of another one. */
function requireAlone({ interrupted }: ScaleOrder, { allChunks }: Watched, history: ScaleHistory): void {
  const calls = [...history.attempts.values()].reduce((sum, count) => sum + count, 0);
  const kept = [...history.attempts.values()].filter((count) => count === 1).length;
  if (calls !== allChunks + history.failures) throw new Error(`${calls} calls for ${allChunks} chunks.`);
  if (interrupted && (history.failures === 0 || kept === 0)) throw new Error('Nothing was cut off.');
}

async function requireEqual(
  engine: TestEngine,
  order: ScaleOrder,
  hash: string,
  { files }: Watched,
): Promise<void> {
  const table = new SeparationTable(engine.database, output(engine.cloud, 'Engine', 'SeparationsTableName'));
  const { separator } = await table.separation(hash);
  const urls = files.map(({ url }) => url);
  const decibels = await compareWithWhole(separator.slug, order, urls);
  const shown = decibels === Number.POSITIVE_INFINITY ? 'the same to the bit' : `${decibels.toFixed(0)} dB`;
  printTable('Against the song in one go', [['worst stem', shown]]);
  if (!(decibels >= SMALLEST_DECIBELS)) throw new Error(`Chunks differ from the whole: ${decibels} dB.`);
}
