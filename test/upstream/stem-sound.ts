import { createHash } from 'node:crypto';
import { wavFile } from '../audio/wav-file.ts';

const SAMPLE_RATE = 8_000;
const SAMPLES = 800;

/** A tenth of a second of sound, as a WAV file, that follows from what it is made of and from nothing else. */
export function stemSound(madeOf: string): Buffer {
  const digest = createHash('sha256').update(madeOf).digest();
  const samples = Float32Array.from({ length: SAMPLES }, (_, at) => (digest[at % digest.length] ?? 0) / 512);
  return wavFile([samples], SAMPLE_RATE);
}
