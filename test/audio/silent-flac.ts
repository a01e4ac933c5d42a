const BLOCK_SAMPLES = 65_535;

/** Remainder of a polynomial division as FLAC has it (RFC 9639, sections 9.1.8 and 9.3). */
function checksum(bytes: Uint8Array, bits: 8 | 16, polynomial: number): number {
  const [top, mask] = [2 ** (bits - 1), 2 ** bits - 1];
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ ((sum & top) === 0 ? 0 : polynomial)) & mask;
  }
  return sum;
}

/** A frame of silence: some dozen bytes for one and a half seconds. */
function frame(number: number, channels: number): Buffer {
  const coded = Buffer.from(String.fromCodePoint(number));
  const fixed = Buffer.from([0xff, 0xf8, 0x79, ((channels - 1) << 4) | 8]);
  const header = Buffer.concat([
    fixed,
    coded,
    Buffer.from([(BLOCK_SAMPLES - 1) >> 8, (BLOCK_SAMPLES - 1) & 255]),
  ]);
  const body = Buffer.concat([header, Buffer.from([checksum(header, 8, 7)]), Buffer.alloc(3 * channels)]);
  const end = Buffer.alloc(2);
  end.writeUInt16BE(checksum(body, 16, 0x8005));
  return Buffer.concat([body, end]);
}

/**
 * A FLAC file of silence, 44100 samples a second and 16 bit.
 *
 * @param says how many samples its header claims; the truth unless told.
 */
export function silentFlac({ frames, channels = 2, says = frames * BLOCK_SAMPLES }: SilentFlac): Buffer {
  const info = Buffer.alloc(42);
  info.write('fLaC');
  info.writeUInt32BE(0x80000022, 4);
  info.writeUInt16BE(BLOCK_SAMPLES, 8);
  info.writeUInt16BE(BLOCK_SAMPLES, 10);
  const packed = (44_100n << 44n) | (BigInt(channels - 1) << 41n) | (15n << 36n) | BigInt(says);
  info.writeBigUInt64BE(packed, 18);
  return Buffer.concat([info, ...Array.from({ length: frames }, (_, number) => frame(number, channels))]);
}

interface SilentFlac {
  /** Below 2048; each lasts 1.486 seconds. */
  readonly frames: number;
  readonly channels?: number;
  readonly says?: number;
}
