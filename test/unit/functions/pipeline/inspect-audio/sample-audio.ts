/** What a WAV file says of itself. */
interface WavShape {
  channels?: number;
  sampleRate?: number;
  bits?: number;
  /** What the header says, when it is not the truth. */
  promisedBytes?: number;
}

/** A WAV file with this many bytes of silence. */
export function wav(
  dataBytes: number,
  { channels = 2, sampleRate = 44_100, bits = 16, promisedBytes }: WavShape = {},
): Buffer {
  const header = Buffer.alloc(44);
  const align = (channels * bits) / 8;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + (promisedBytes ?? dataBytes), 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * align, 28);
  header.writeUInt16LE(align, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36);
  header.writeUInt32LE(promisedBytes ?? dataBytes, 40);
  return Buffer.concat([header, Buffer.alloc(dataBytes)]);
}

/** An MP3 of silent frames: MPEG 1 layer III, 128 kbit/s, 44.1 kHz, 417 bytes and 1,152 samples a frame. */
export function mp3(frames: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** A FLAC header (no frames) that tells of this many samples. */
export function flac(samples: number, sampleRate = 48_000): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(4096, 0);
  info.writeUInt16BE(4096, 2);
  // 20 bits sample rate, 3 bits channels - 1, 5 bits bits - 1, 36 bits samples.
  info.writeBigUInt64BE((BigInt(sampleRate) << 44n) | (1n << 41n) | (15n << 36n) | BigInt(samples), 10);
  return Buffer.concat([Buffer.from('fLaC'), Buffer.from([0x80, 0, 0, 34]), info, Buffer.alloc(100)]);
}

/** One Ogg page with one packet. */
function oggPage(granule: bigint, sequence: number, flags: number, packet: Buffer): Buffer {
  const header = Buffer.alloc(27 + Math.ceil((packet.length + 1) / 255));
  header.write('OggS', 0);
  header[5] = flags;
  header.writeBigInt64LE(granule, 6);
  header.writeUInt32LE(7, 14);
  header.writeUInt32LE(sequence, 18);
  header[26] = header.length - 27;
  header.fill(255, 27, header.length - 1);
  header[header.length - 1] = packet.length % 255;
  return Buffer.concat([header, packet]);
}

/** An Opus file of this many seconds, whose middle is padding of `pages` pages. */
export function opus(seconds: number, pages: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0);
  head[8] = 1;
  head[9] = 2;
  head.writeUInt32LE(44_100, 12);
  const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.from([1, 0, 0, 0, 0x78, 0, 0, 0, 0])]);
  const middle = Array.from({ length: pages }, (_, index) =>
    oggPage(-1n, index + 2, 0, Buffer.alloc(20_000)),
  );
  return Buffer.concat([
    oggPage(0n, 0, 2, head),
    oggPage(0n, 1, 0, tags),
    ...middle,
    oggPage(BigInt(seconds * 48_000), pages + 2, 4, Buffer.alloc(50)),
  ]);
}
