import type { Note } from '../../shared/notes/note.ts';

/** Plucked tones whose partials fade the sooner the higher they are; without an end, one rings until all is over. */
export function tones(
  length: number,
  sampleRate: number,
  played: readonly (Pick<Note, 'pitch' | 'start'> & { readonly end?: number })[],
): Float32Array<ArrayBuffer> {
  const sound = new Float32Array(length);
  for (const { pitch, start, end = Number.POSITIVE_INFINITY } of played) {
    const turn = 2 * Math.PI * 440 * 2 ** ((pitch - 69) / 12);
    const last = Math.min(length, Math.round(end * sampleRate));
    for (let index = Math.ceil(start * sampleRate); index < last; index++) {
      const t = index / sampleRate - start;
      for (let partial = 1; partial <= 6; partial++) {
        const level = (0.3 / partial ** 2) * Math.exp(-1.5 * partial * t);
        sound[index] = (sound[index] ?? 0) + level * Math.sin(turn * partial * t);
      }
    }
  }
  return sound;
}
