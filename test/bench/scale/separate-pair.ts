import { COMPARED_MINUTES } from '../../../shared/engine/song-limits.ts';
import { TestEngine } from '../../end-to-end/test-engine.ts';
import { printTable } from '../print-table.ts';
import { judgeFunctions } from './judge-functions.ts';
import { readHistory } from './read-history.ts';
import { sendPair } from './send-pair.ts';
import { watchSeparation } from './watch-separation.ts';

/** Has two songs compared that are as long as they may be, and prints what that took. */
export async function separatePair(assembly: string): Promise<void> {
  const engine = await TestEngine.start({ assembly, unlimitedUploads: true });
  try {
    const hash = await sendPair(engine, COMPARED_MINUTES);
    await watchSeparation(engine, hash, () => undefined);
    const { phases } = await readHistory(engine);
    printTable(
      `Two songs of ${COMPARED_MINUTES} minutes, type 68, from mp3 to wav`,
      phases.map(([name, took]) => [name.toLowerCase(), `${took.toFixed(1)} s`]),
    );
    await judgeFunctions(engine.cloud, assembly);
  } finally {
    await engine.stop();
  }
}
