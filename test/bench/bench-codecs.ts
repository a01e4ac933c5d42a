import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { printTable } from './print-table.ts';

const FILES = 10_000;

/** Longer than any of these files takes to decode, on a busy machine too. */
const HANGS_AFTER_MS = 30_000;

const message = z.object({
  seed: z.int(),
  name: z.string(),
  begins: z.boolean(),
  outcome: z.enum(['decoded', 'refused']).default('refused'),
  milliseconds: z.number().default(0),
  problem: z.string().optional(),
});

type Message = z.infer<typeof message>;

/**
 * Decodes thousands of files that were broken on purpose, the same ones every time, and prints how each kind of file fared.
 *
 * @throws Error when one of them crashed or hung the decoder, harmed it for the next file, or gave what is no sound.
 */
export async function benchCodecs(): Promise<void> {
  const rows = new Map<string, { decoded: number; refused: number; slowest: number }>();
  const problems: string[] = [];
  for (let next = 0; next < FILES; ) {
    next = await decodeFrom(next, ({ seed, name, outcome, milliseconds, problem }) => {
      const row = rows.get(name) ?? { decoded: 0, refused: 0, slowest: 0 };
      row[outcome] += 1;
      row.slowest = Math.max(row.slowest, milliseconds);
      rows.set(name, row);
      if (problem !== undefined) problems.push(`${name}, broken by seed ${seed}: ${problem}`);
    });
  }
  printTable(`${FILES} broken files, ${problems.length} of them a problem`, [
    ['made of', 'decoded', 'refused', 'slowest'],
    ...[...rows].map(([name, { decoded, refused, slowest }]) => [
      name,
      String(decoded),
      String(refused),
      `${Math.round(slowest)} ms`,
    ]),
  ]);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Decodes in a thread of its own, until that ends, crashes or hangs; answers the seed to go on with. */
function decodeFrom(from: number, report: (message: Message) => void): Promise<number> {
  return new Promise((resolve) => {
    // Decoders complain of broken files on the console.
    const options = { workerData: { from, to: FILES }, stdout: true, stderr: true };
    const worker = new Worker(new URL('broken-files-worker.ts', import.meta.url), options);
    worker.stdout.resume();
    worker.stderr.resume();
    let current: Message | undefined;
    const giveUp = (problem: string) => {
      if (current === undefined) throw new Error(problem);
      report({ ...current, problem });
      resolve(current.seed + 1);
    };
    let alarm: NodeJS.Timeout | undefined;
    worker.on('message', (value) => {
      const parsed = message.parse(value);
      clearTimeout(alarm);
      if (!parsed.begins) return report(parsed);
      current = parsed;
      alarm = setTimeout(() => {
        giveUp('it hangs');
        void worker.terminate();
      }, HANGS_AFTER_MS);
    });
    worker.on('error', (error) => {
      clearTimeout(alarm);
      giveUp(`it crashes: ${error.message}`);
    });
    worker.on('exit', (code) => {
      clearTimeout(alarm);
      if (code === 0) resolve(FILES);
    });
  });
}
