import type { LocalCloud } from '../../../infra/local/local-cloud.ts';
import { printTable } from '../print-table.ts';
import { functionFigures } from './function-figures.ts';

/** No function takes more, however long the song is. */
const LARGEST_MEGABYTES = 1000;

/**
 * Prints what the functions took that a song went through.
 *
 * @throws Error when one of them took a gigabyte, or as much as it may.
 */
export async function judgeFunctions(cloud: LocalCloud, assembly: string): Promise<void> {
  const functions = await functionFigures(cloud, assembly);
  printTable('What each function took at the most, of what it may take', [
    ['function', 'calls', 'memory', 'of', 'time', 'of'],
    ...functions.map(({ name, calls, peakMegabytes, megabytes, longestSeconds, timeoutSeconds }) => [
      name,
      String(calls),
      `${peakMegabytes} MB`,
      `${megabytes} MB`,
      `${longestSeconds.toFixed(1)} s`,
      `${timeoutSeconds} s`,
    ]),
  ]);
  for (const { name, peakMegabytes, megabytes } of functions) {
    const bound = Math.min(LARGEST_MEGABYTES, megabytes);
    if (peakMegabytes >= bound) throw new Error(`${name} took ${peakMegabytes} MB, ${bound} or more.`);
  }
}
