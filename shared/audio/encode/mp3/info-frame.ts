import { crc16 } from './crc-16.ts';

/** Samples of an MPEG-1 layer III frame. */
export const FRAME_SAMPLES = 1152;

/** How many samples LAME puts before the first one. Decoders know that they add 529 themselves. */
const ENCODER_DELAY = 576;

/** Frames, bytes, table of contents and quality: all four are given. */
const ALL_FIELDS = 15;
const ENTRIES = 100;
const CONSTANT_BITRATE = 1;
const HEADER_BYTES = 4;
/** What a frame has between its header and its sound, which the tag takes the place of: stereo and mono. */
const SIDE_INFO_BYTES = { 1: 17, 2: 32 } as const;

/** What is known of an MP3 file once it is written. */
export interface WrittenMp3 {
  readonly channels: 1 | 2;
  /** Samples of each channel that went in. */
  readonly length: number;
  /** The first frame of sound: its header serves this one as well. */
  readonly firstHeader: Buffer;
  /** How many frames of sound there are, and the bytes of them all. */
  readonly frames: number;
  readonly bytes: number;
  /** CRC-16 over them. */
  readonly crc: number;
}

/**
 * The frame that stands before the sound of an MP3 file and has none: it tells how many samples to leave out at the
 * beginning and at the end, so that what is played is exactly what went in. Its layout is that of Xing's tag with
 * LAME's extension (gabriel.mp3-tech.org/mp3infotag.html).
 */
export function infoFrame(written: WrittenMp3, frameBytes: number): Buffer {
  const { channels, length, firstHeader, frames, bytes, crc } = written;
  const padding = frames * FRAME_SAMPLES - ENCODER_DELAY - length;
  if (padding < 0 || padding > 0xfff) {
    throw new Error(`The MP3 encoder made ${frames} frames of ${length} samples.`);
  }
  const frame = Buffer.alloc(frameBytes);
  firstHeader.copy(frame, 0, 0, HEADER_BYTES);
  frame[2] = (frame[2] ?? 0) & ~0b10; // Not one of the frames that are a byte longer.
  const xing = frame.subarray(HEADER_BYTES + SIDE_INFO_BYTES[channels]);
  xing.write('Info', 'latin1');
  xing.writeUInt32BE(ALL_FIELDS, 4);
  xing.writeUInt32BE(frames, 8);
  xing.writeUInt32BE(bytes + frameBytes, 12);
  for (let entry = 0; entry < ENTRIES; entry++) xing[16 + entry] = Math.floor((256 * entry) / ENTRIES);
  const lame = xing.subarray(16 + ENTRIES + 4);
  lame.write('LAME3.100', 'latin1');
  lame.writeUInt8(CONSTANT_BITRATE, 9);
  lame.writeUInt8(0xff, 20); // The bitrate, or more.
  lame.writeUIntBE((ENCODER_DELAY << 12) | padding, 21, 3);
  lame.writeUInt32BE(bytes + frameBytes, 28);
  lame.writeUInt16BE(crc, 32);
  lame.writeUInt16BE(crc16(frame.subarray(0, lame.byteOffset - frame.byteOffset + 34)), 34);
  return frame;
}
