import { random } from '../../shared/audio/synthesis/random.ts';

/** Values that headers rarely have, and that somebody might not have thought of. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** As far into a file as headers mostly reach. */
const HEADER_BYTES = 200;

/**
 * A damaged copy of a file: bits flipped, pieces cut out, repeated, emptied or taken from another file, or numbers in its
 * head replaced by extreme ones; up to four of these, one after the other.
 *
 * @param seed the same one breaks a file in the same way.
 */
export function breakFile(file: Buffer, other: Buffer, seed: number): Buffer {
  const next = random(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  let broken = Buffer.from(file);
  for (let left = 1 + below(4); left > 0; left--) {
    const damage = DAMAGES[below(DAMAGES.length)];
    if (damage !== undefined && broken.length > 8) broken = damage(broken, other, below);
  }
  return broken;
}

type Damage = (
  file: Buffer<ArrayBuffer>,
  other: Buffer,
  below: (limit: number) => number,
) => Buffer<ArrayBuffer>;

const DAMAGES: readonly Damage[] = [
  (file, _, below) => flipBits(file, file.length, below),
  (file, _, below) => flipBits(file, Math.min(HEADER_BYTES, file.length), below),
  (file, _, below) => lie(file, Math.min(HEADER_BYTES, file.length - 4), below),
  (file, _, below) => lie(file, file.length - 4, below),
  (file, _, below) => file.subarray(0, 1 + below(file.length)),
  (file, _, below) => {
    const [from, to] = range(file, below);
    return Buffer.concat([file.subarray(0, from), file.subarray(to)]);
  },
  (file, _, below) => {
    const [from, to] = range(file, below);
    return Buffer.concat([file.subarray(0, to), file.subarray(from)]);
  },
  (file, _, below) => file.fill(EXTREMES[below(5)] ?? 0, ...range(file, below)),
  (file, other, below) => {
    const [from, to] = range(other, below);
    const at = below(file.length);
    return Buffer.concat([file.subarray(0, at), other.subarray(from, to), file.subarray(at)]);
  },
  (file, other, below) => {
    const at = below(file.length);
    return Buffer.concat([file.subarray(0, at), other.subarray(Math.min(at, other.length))]);
  },
];

function flipBits(
  file: Buffer<ArrayBuffer>,
  limit: number,
  below: (limit: number) => number,
): Buffer<ArrayBuffer> {
  for (let left = 1 + below(10); left > 0; left--) {
    const at = below(limit);
    file.writeUInt8(file.readUInt8(at) ^ (1 << below(8)), at);
  }
  return file;
}

function lie(
  file: Buffer<ArrayBuffer>,
  limit: number,
  below: (limit: number) => number,
): Buffer<ArrayBuffer> {
  const value = EXTREMES[below(EXTREMES.length)] ?? 0;
  const at = below(limit);
  const bytes = [1, 2, 4][below(3)] ?? 1;
  const fitting = value % 2 ** (8 * bytes);
  if (below(2) === 0) file.writeUIntBE(fitting, at, bytes);
  else file.writeUIntLE(fitting, at, bytes);
  return file;
}

function range(file: Buffer, below: (limit: number) => number): [number, number] {
  const from = below(file.length);
  return [from, from + 1 + below(Math.min(2_000, file.length - from))];
}
