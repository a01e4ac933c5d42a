import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { benchSong } from '../bench-song.ts';
import type { Packaged } from './packaged.ts';
import { packagedFile } from './packaged-file.ts';
import type { Scratch } from './scratch.ts';

/** Who speaks: espeak-ng reads a text, or one of Asterisk's people is heard, from some prompt of a folder on. */
export type Speaker =
  | { readonly voice: string; readonly text: string }
  | { readonly prompts: Packaged; readonly first: number };

/** Bytes of the codec G.722 in a second, and of the shortest prompt that is a sentence. */
const BYTES_A_SECOND = 8000;
const SENTENCE_BYTES = 16_000;

/** One channel of speech: a text as long as it takes, or prompts for a little longer than is asked for. */
export async function speak(scratch: Scratch, speaker: Speaker, seconds: number): Promise<Float32Array> {
  const spoken = scratch.path('spoken.wav');
  if ('voice' in speaker) {
    const read = scratch.path('read.wav');
    scratch.run('espeak-ng', ['-v', speaker.voice, '-s', '140', '-w', read, speaker.text]);
    scratch.run('sox', [read, '-r', `${SEPARATION_RATE}`, '-b', '32', '-e', 'float', spoken]);
  } else {
    const prompts = promptsOf(packagedFile(speaker.prompts), speaker.first, seconds);
    const decoded = prompts.map((prompt, index) => {
      const wav = scratch.path(`prompt${index}.wav`);
      const plain = ['-ar', `${SEPARATION_RATE}`, '-ac', '1', '-c:a', 'pcm_f32le', wav];
      scratch.run('ffmpeg', ['-v', 'error', '-y', '-f', 'g722', '-i', prompt, ...plain]);
      return wav;
    });
    scratch.run('sox', [...decoded, spoken]);
  }
  return (await benchSong(spoken))[0];
}

/** Every third of the longer prompts, until they last long enough. */
function promptsOf(folder: string, first: number, seconds: number): readonly string[] {
  const sentences = readdirSync(folder)
    .filter((name) => name.endsWith('.g722'))
    .sort()
    .map((name) => join(folder, name))
    .map((path) => ({ path, bytes: statSync(path).size }))
    .filter(({ bytes }) => bytes > SENTENCE_BYTES);
  const chosen: string[] = [];
  let bytes = 0;
  for (const [index, prompt] of sentences.entries()) {
    if (index < first || (index - first) % 3 !== 0) continue;
    if (bytes >= 1.2 * seconds * BYTES_A_SECOND) break;
    chosen.push(prompt.path);
    bytes += prompt.bytes;
  }
  return chosen;
}
