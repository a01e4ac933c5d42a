import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { OUTPUT_FORMATS } from '../../shared/mvsep/catalogue/output-format.ts';
import { printTable } from './print-table.ts';

const DEFAULT_MINUTES = 10;

const figures = z.object({
  bytes: z.number(),
  cpuSeconds: z.number(),
  seconds: z.number(),
  peakMegabytes: z.number(),
});

/**
 * Encodes a long stereo stem in every format, each in a process of its own, and prints how fast one core is and how
 * much memory it took. `ENCODE_MINUTES` says how long the stem is.
 */
export async function benchEncode(): Promise<void> {
  const minutes = z.coerce.number().default(DEFAULT_MINUTES).parse(process.env.ENCODE_MINUTES);
  const rows: string[][] = [['format', '× real time', 'peak memory', 'megabytes a minute']];
  for (const { id, name } of OUTPUT_FORMATS) {
    const { bytes, cpuSeconds, seconds, peakMegabytes } = await encodeAlone(id, minutes);
    rows.push([
      name,
      (seconds / cpuSeconds).toFixed(0),
      `${peakMegabytes.toFixed(0)} MB`,
      (bytes / 1e6 / (seconds / 60)).toFixed(1),
    ]);
  }
  printTable(`Encoding a stereo stem of ${minutes} minutes, by one core`, rows);
}

async function encodeAlone(format: number, minutes: number): Promise<z.infer<typeof figures>> {
  const program = fileURLToPath(new URL('./encode-alone.ts', import.meta.url));
  const args = [program, String(format), String(minutes)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return figures.parse(JSON.parse(stdout));
}
