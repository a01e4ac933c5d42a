import type { StemEncoder, StemSound } from '../../shared/audio/encode/stem-encoder.ts';
import type { GrowingFile } from '../../shared/streams/growing-file.ts';

/** A PNG picture of one pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface SoundToEncode extends Partial<Pick<StemSound, 'tags' | 'cover' | 'length' | 'sampleRate'>> {
  readonly sound: readonly Float32Array[];
  /** Samples of the blocks that the encoder is given. */
  readonly blockLength?: number;
}

/** The file that an encoder writes of a sound. */
export async function encoded(encoder: StemEncoder, given: SoundToEncode): Promise<Buffer> {
  const { sound, blockLength = 30_011, tags = {}, sampleRate = 44_100, cover } = given;
  const whole = sound[0]?.length ?? 0;
  let written = Buffer.alloc(0);
  const file: GrowingFile = {
    append: async (bytes) => {
      written = Buffer.concat([written, bytes]);
    },
    rewrite: (position, bytes) => {
      written.set(bytes, position);
    },
  };
  const blocks = (async function* () {
    for (let at = 0; at < whole; at += blockLength) {
      yield sound.map((channel) => channel.subarray(at, at + blockLength));
    }
  })();
  const { length = whole } = given;
  const channels = sound.length === 1 ? 1 : 2;
  await encoder.encode(
    { channels, sampleRate, length, blocks, tags, ...(cover === undefined ? {} : { cover }) },
    file,
  );
  return written;
}
