import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { decodeAudio } from '../../shared/audio/decode-audio.ts';
import { audioSamples } from '../audio/audio-samples.ts';
import { breakFile } from '../audio/break-file.ts';
import { judgeBrokenFile } from '../audio/judge-broken-file.ts';

const { from, to } = z.object({ from: z.int(), to: z.int() }).parse(workerData);

const samples = audioSamples();

/** What a sound sample decodes to, so that one can tell whether a broken one before it has harmed the decoder. */
async function fingerprint(file: Buffer): Promise<number> {
  const { channels } = await decodeAudio(file);
  return channels
    .flat()
    .reduce((sum, channel) => channel.reduce((all, value, index) => all + value * (index % 97), sum), 0);
}

const truths = await Promise.all(samples.map(({ file }) => fingerprint(file)));

for (let seed = from; seed < to; seed++) {
  const position = seed % samples.length;
  const sample = samples[position];
  const other = samples[(seed * 7) % samples.length];
  if (sample === undefined || other === undefined) break;
  parentPort?.postMessage({ seed, name: sample.name, begins: true });
  const start = performance.now();
  const judgement = await judgeBrokenFile(breakFile(sample.file, other.file, seed));
  const milliseconds = performance.now() - start;
  const after = await fingerprint(sample.file).catch(String);
  const harm = after === truths[position] ? {} : { problem: `the decoder is harmed: ${after}` };
  parentPort?.postMessage({ seed, name: sample.name, begins: false, milliseconds, ...judgement, ...harm });
}
