import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../../shared/audio/read-wav.ts';
import { wavBytes, wavFrames } from '../../../shared/audio/write-wav.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { wavFile } from '../../audio/wav-file.ts';

interface RawWav {
  tag?: number;
  channels?: number;
  bits?: number;
  data: Buffer;
  dataSize?: number;
  before?: Buffer;
  extensible?: number;
}

/** A WAV file put together by hand, so that reader and writer are not only tested on each other. */
function rawWav({ tag = 1, channels = 1, bits = 16, data, dataSize, before, extensible }: RawWav): Buffer {
  const format = Buffer.alloc(extensible === undefined ? 16 : 40);
  format.writeUInt16LE(extensible === undefined ? tag : 0xfffe, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(44_100, 4);
  format.writeUInt16LE(bits, 14);
  if (extensible !== undefined) format.writeUInt16LE(extensible, 24);
  return Buffer.concat([
    Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'),
    before ?? Buffer.alloc(0),
    chunk('fmt ', format),
    chunk('data', data, dataSize),
  ]);
}

function chunk(name: string, body: Buffer, size = body.length): Buffer {
  const header = Buffer.alloc(8, name, 'latin1');
  header.writeUInt32LE(size, 4);
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}

const first = (file: Buffer) => Array.from(readWav(file).channels[0] ?? []);

describe('readWav', () => {
  it('reads 8, 16, 24 and 32 bit integers at their exact values', () => {
    expect(first(rawWav({ bits: 8, data: Buffer.from([0, 128, 255]) }))).toEqual([-1, 0, 127 / 128]);
    expect(first(rawWav({ data: Buffer.from([0, 0x80, 0, 0x40, 0xff, 0x7f]) }))).toEqual([
      -1,
      0.5,
      32767 / 32768,
    ]);
    expect(first(rawWav({ bits: 24, data: Buffer.from([0, 0, 0x80, 0, 0, 0x40]) }))).toEqual([-1, 0.5]);
    expect(first(rawWav({ bits: 32, data: Buffer.from([0, 0, 0, 0x80, 0, 0, 0, 0x40]) }))).toEqual([-1, 0.5]);
  });

  it('reads 32 and 64 bit floats, and takes what is no number as silence', () => {
    const floats = Buffer.alloc(12);
    [0.25, Number.NaN, -2].forEach((value, index) => {
      floats.writeFloatLE(value, index * 4);
    });
    expect(first(rawWav({ tag: 3, bits: 32, data: floats }))).toEqual([0.25, 0, -2]);
    const doubles = Buffer.alloc(32);
    [0.25, Number.POSITIVE_INFINITY, 1e300, -1e300].forEach((value, index) => {
      doubles.writeDoubleLE(value, index * 8);
    });
    expect(first(rawWav({ tag: 3, bits: 64, data: doubles }))).toEqual([0.25, 0, 0, 0]);
  });

  it('reads the true format of an extensible header', () => {
    const data = Buffer.from([0, 0, 0x80]);
    expect(first(rawWav({ extensible: 1, bits: 24, data }))).toEqual([-1]);
  });

  it('takes channels apart, and skips chunks of odd length', () => {
    const data = Buffer.from([0, 0x40, 0, 0x80, 0, 0x20, 0, 0xc0]);
    const audio = readWav(rawWav({ channels: 2, data, before: chunk('LIST', Buffer.from('odd')) }));
    expect(audio.channels.map((channel) => Array.from(channel))).toEqual([
      [0.5, 0.25],
      [-1, -0.5],
    ]);
  });

  it('gives what a cut-off file holds, without the frame that was cut', () => {
    const file = rawWav({ channels: 2, data: Buffer.alloc(7, 1), dataSize: 4_000 }).subarray(0, -1);
    expect(readWav(file).channels.map((channel) => channel.length)).toEqual([1, 1]);
  });

  it('reads to the end when a streaming writer left the size open', () => {
    const data = Buffer.from([0, 0x40, 0, 0x40]);
    expect(first(rawWav({ data, dataSize: 0xffffffff }))).toEqual([0.5, 0.5]);
    expect(first(rawWav({ data, dataSize: 0 }))).toEqual([0.5, 0.5]);
  });

  it('finds no sound in an empty file with tags behind it', () => {
    const file = Buffer.concat([rawWav({ data: Buffer.alloc(0) }), chunk('LIST', Buffer.alloc(8))]);
    expect(first(file)).toEqual([]);
  });

  it('takes the size of an RF64 file from where it is kept', () => {
    const sizes = Buffer.alloc(28);
    sizes.writeBigUInt64LE(2n, 8);
    const file = rawWav({ data: Buffer.from([0, 0x40]), dataSize: 0xffffffff, before: chunk('ds64', sizes) });
    expect(first(Buffer.concat([file, chunk('LIST', Buffer.alloc(8))]))).toEqual([0.5]);
  });

  it.each([
    ['0 channels', rawWav({ channels: 0, data: Buffer.alloc(4) })],
    ['a compressed format', rawWav({ tag: 0x55, data: Buffer.alloc(4) })],
    ['no sample size', rawWav({ bits: 0, data: Buffer.alloc(4) })],
    ['nothing but a header', rawWav({ data: Buffer.alloc(0) }).subarray(0, 30)],
    ['a cut format', rawWav({ data: Buffer.alloc(0) }).subarray(0, 24)],
    ['sound before the format', Buffer.concat([Buffer.from('RIFF0000WAVE'), chunk('data', Buffer.alloc(4))])],
  ])('refuses %s', (_, file) => {
    expect(() => readWav(file)).toThrow(UnusableAudio);
  });

  it('either reads or refuses any damaged file, and never fails otherwise', () => {
    const good = wavFile([Float32Array.of(0.1, 0.2, 0.3, 0.4)], 44_100);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, length) => {
        const file = Buffer.from(good.subarray(0, length));
        if (at < length) file[at] = value;
        try {
          readWav(file);
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableAudio);
        }
      }),
    );
  });
});

describe('wavFrames and wavHeader', () => {
  it('round to the nearest 16 bit step and clip at full scale', () => {
    const bytes = wavFrames([Float32Array.of(0, 1.4 / 32768, 1.6 / 32768, 1, 2, -1, -2)], 'int16');
    const values = Array.from({ length: 7 }, (_, index) => bytes.readInt16LE(index * 2));
    expect(values).toEqual([0, 1, 2, 32767, 32767, -32768, -32768]);
  });

  it('give back every 16 bit value exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -32768, max: 32767 })), (values) => {
        const samples = Float32Array.from(values, (value) => value / 32768);
        expect(first(wavFile([samples], 44_100))).toEqual(Array.from(samples));
      }),
    );
  });

  it('give back every 32 bit float exactly, full scale exceeded or not', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true, maxLength: 50 }), (samples) => {
        const audio = readWav(wavFile([samples, samples], 48_000, 'float32'));
        expect(audio.sampleRate).toBe(48_000);
        expect(audio.channels.map((channel) => channel.map((value) => value + 0))).toEqual(
          [samples, samples].map((channel) => channel.map((value) => value + 0)),
        );
      }),
    );
  });

  it('promise exactly the bytes that are written', () => {
    for (const encoding of ['int16', 'float32'] as const) {
      for (const channels of [1, 2]) {
        const shape = { encoding, channels, sampleRate: 44_100, length: 333 };
        const file = wavFile(Array<Float32Array>(channels).fill(new Float32Array(333)), 44_100, encoding);
        expect(file.length).toBe(wavBytes(shape));
        expect(file.readUInt32LE(4)).toBe(file.length - 8);
      }
    }
  });
});
