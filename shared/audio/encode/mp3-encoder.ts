import { createMp3Encoder } from 'wasm-media-encoders';
import { id3Tag } from '../tags/id3-tag.ts';
import { FrameCounter } from './mp3/frame-counter.ts';
import { FRAME_SAMPLES, infoFrame } from './mp3/info-frame.ts';
import { shortBlocks } from './short-blocks.ts';
import type { StemEncoder } from './stem-encoder.ts';

const KILOBITS = 320;

/** Writes MP3 files of a constant 320 kb/s that play without a gap: see `infoFrame`. */
export const mp3Encoder: StemEncoder = {
  async encode(sound, file) {
    const { channels, sampleRate, length } = sound;
    const frameBytes = Math.floor((FRAME_SAMPLES / 8) * ((KILOBITS * 1000) / sampleRate));
    const tag = id3Tag(sound.tags, sound.cover);
    await file.append(tag);
    await file.append(Buffer.alloc(frameBytes));

    const encoder = await createMp3Encoder();
    encoder.configure({ channels, sampleRate, bitrate: KILOBITS });
    const counter = new FrameCounter(frameBytes);
    const write = async (piece: Uint8Array) => {
      counter.count(piece);
      // The encoder writes over what it answered.
      await file.append(Uint8Array.from(piece));
    };
    for await (const block of shortBlocks(sound)) await write(encoder.encode(block));
    await write(encoder.finalize());
    const { frames, bytes, crc, firstHeader } = counter;
    file.rewrite(tag.length, infoFrame({ channels, length, frames, bytes, crc, firstHeader }, frameBytes));
  },
};
