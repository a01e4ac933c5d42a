import { createHash } from 'node:crypto';
import { vorbisComment } from '../tags/vorbis-comment.ts';
import { encodePackets } from './encode-packets.ts';
import { flacBlock, flacPicture } from './flac/flac-block.ts';
import { STREAM_INFO_BYTES, streamInfo } from './flac/stream-info.ts';
import { integerSamples } from './integer-samples.ts';
import type { StemEncoder } from './stem-encoder.ts';

const MARK = Buffer.from('fLaC');
const COMMENT_BLOCK = 4;
const PICTURE_BLOCK = 6;
const STREAM_INFO_BLOCK = 0;

/** Writes FLAC files (RFC 9639) of 16 or 24 bit, with the MD5 of their samples and their length in their head. */
export function flacEncoder(bits: 16 | 24): StemEncoder {
  return {
    async encode(sound, file) {
      const { tags, cover, length } = sound;
      await file.append(MARK);
      await file.append(flacBlock(STREAM_INFO_BLOCK, Buffer.alloc(STREAM_INFO_BYTES)));
      if (cover !== undefined) await file.append(flacBlock(PICTURE_BLOCK, flacPicture(cover)));
      await file.append(flacBlock(COMMENT_BLOCK, vorbisComment(tags), { isLast: true }));

      const md5 = createHash('md5');
      const packets = encodePackets(sound, {
        config: { codec: 'flac' },
        samplesOf: (block) => {
          const samples = integerSamples(block, bits);
          md5.update(littleEndian(samples));
          // The codec takes 24 bit samples as the upper bytes of 32.
          if (samples instanceof Int32Array)
            return { format: 's32', data: samples.map((value) => value << 8) };
          return { format: 's16', data: samples };
        },
      });
      let description: Uint8Array | undefined;
      let [smallest, largest] = [Number.POSITIVE_INFINITY, 0];
      for await (const packet of packets) {
        description ??= packet.description;
        smallest = Math.min(smallest, packet.bytes.length);
        largest = Math.max(largest, packet.bytes.length);
        await file.append(packet.bytes);
      }
      if (description === undefined) throw new Error('The FLAC encoder did not describe its stream.');
      const found = { length, frameBytes: [smallest, largest], md5: md5.digest() } as const;
      const info = streamInfo(description, found);
      file.rewrite(MARK.length, flacBlock(STREAM_INFO_BLOCK, info));
    },
  };
}

/** The bytes that the check sum of a FLAC file is made of: two or three a sample. */
function littleEndian(samples: Int16Array | Int32Array): Uint8Array {
  const words = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  if (samples instanceof Int16Array) return words;
  const bytes = new Uint8Array(samples.length * 3);
  for (let index = 0; index < samples.length; index++) {
    bytes[index * 3] = words[index * 4] ?? 0;
    bytes[index * 3 + 1] = words[index * 4 + 1] ?? 0;
    bytes[index * 3 + 2] = words[index * 4 + 2] ?? 0;
  }
  return bytes;
}
