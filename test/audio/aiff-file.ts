/** An AIFF file of whole numbers, or an AIFF-C file of floats (32) or little-endian numbers (`sowt`). */
export function aiffFile(
  channels: readonly Float32Array[],
  sampleRate: number,
  bits: 8 | 16 | 24 | 32,
  compression?: 'fl32' | 'sowt',
): Buffer {
  const frames = channels[0]?.length ?? 0;
  const bytes = bits / 8;
  const sound = Buffer.alloc(8 + frames * channels.length * bytes);
  let offset = 8;
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      const value = channel[frame] ?? 0;
      const whole = Math.round(value * 2 ** (bits - 1));
      if (compression === 'fl32') sound.writeFloatBE(value, offset);
      else if (compression === 'sowt') sound.writeIntLE(whole, offset, bytes);
      else sound.writeIntBE(whole, offset, bytes);
      offset += bytes;
    }
  }
  const common = Buffer.alloc(18);
  common.writeUInt16BE(channels.length, 0);
  common.writeUInt32BE(frames, 2);
  common.writeUInt16BE(bits, 6);
  // 80 bits: an exponent, and the rate with its highest bit at the top of the fraction.
  const exponent = Math.floor(Math.log2(sampleRate));
  common.writeUInt16BE(16_383 + exponent, 8);
  common.writeBigUInt64BE(BigInt(sampleRate) << BigInt(63 - exponent), 10);
  const kind = compression === undefined ? [] : [Buffer.from(`${compression}\0\0`)];
  const form = Buffer.concat([
    Buffer.from(compression === undefined ? 'AIFF' : 'AIFC'),
    chunk('COMM', Buffer.concat([common, ...kind])),
    chunk('SSND', sound),
    chunk('ANNO', Buffer.from('what stands behind is no sound')),
  ]);
  return chunk('FORM', form);
}

function chunk(name: string, body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}
