import { id3Tag } from '../tags/id3-tag.ts';
import { riffChunk, riffInfo } from '../tags/riff-info.ts';
import { type WavEncoding, wavFrames, wavHeader } from '../write-wav.ts';
import { shortBlocks } from './short-blocks.ts';
import type { StemEncoder } from './stem-encoder.ts';

/** Writes WAV files. Tags stand behind the samples, so that these begin where simple readers expect them. */
export function wavEncoder(encoding: WavEncoding): StemEncoder {
  return {
    async encode(sound, file) {
      const { channels, sampleRate, length } = sound;
      const id3 = id3Tag(sound.tags, sound.cover);
      const trailer = Buffer.concat([
        riffInfo(sound.tags),
        ...(id3.length === 0 ? [] : [riffChunk('id3 ', id3)]),
      ]);
      await file.append(wavHeader({ encoding, channels, sampleRate, length, trailerBytes: trailer.length }));
      for await (const block of shortBlocks(sound)) await file.append(wavFrames(block, encoding));
      await file.append(trailer);
    },
  };
}
