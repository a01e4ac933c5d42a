import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import {
  AdtsOutputFormat,
  type AudioEncodingConfig,
  AudioSample,
  AudioSampleSource,
  FlacOutputFormat,
  NullTarget,
  Output,
} from 'mediabunny';
import { shortBlocks } from './short-blocks.ts';
import type { StemSound } from './stem-encoder.ts';

/** One packet of a codec. The first one brings along what a decoder must know beforehand. */
export interface CodecPacket {
  readonly bytes: Uint8Array;
  readonly description?: Uint8Array;
}

/** Samples as mediabunny takes them. The bits of a FLAC file follow from the format of the first ones. */
interface CodecSamples {
  readonly format: 's16' | 's32' | 'f32-planar';
  readonly data: Int16Array | Int32Array | Float32Array;
}

export interface PacketCodec {
  readonly config: AudioEncodingConfig;
  /** What the codec is given of a block. */
  readonly samplesOf: (block: readonly Float32Array[]) => CodecSamples;
}

// They stay out of the way of native encoders only if nobody registers them; Node.js has none.
registerFlacEncoder();
registerAacEncoder();

/**
 * The packets that a codec of mediabunny makes of a sound, in order. Containers are written elsewhere: those of
 * mediabunny tell neither the check sum of a FLAC file nor the exact length of an MP4 one. The codec works in a
 * thread of its own, which ends with the last packet, or when nobody wants more.
 */
export async function* encodePackets(
  sound: StemSound,
  { config, samplesOf }: PacketCodec,
): AsyncGenerator<CodecPacket> {
  const packets: CodecPacket[] = [];
  const source = new AudioSampleSource({
    ...config,
    onEncodedPacket: ({ data }, meta) => {
      packets.push({ bytes: data, ...describe(meta?.decoderConfig?.description) });
    },
  });
  // Both only pass packets on, and keep none of them.
  const format =
    config.codec === 'flac' ? new FlacOutputFormat({ appendOnly: true }) : new AdtsOutputFormat();
  const output = new Output({ format, target: new NullTarget() });
  output.addAudioTrack(source);
  await output.start();
  try {
    let position = 0;
    for await (const block of shortBlocks(sound)) {
      await addBlock(source, sound, position, samplesOf(block));
      position += block[0]?.length ?? 0;
      yield* packets.splice(0);
    }
    await output.finalize();
    yield* packets.splice(0);
  } finally {
    if (output.state !== 'finalized') await output.cancel();
  }
}

async function addBlock(
  source: AudioSampleSource,
  { channels: numberOfChannels, sampleRate }: StemSound,
  position: number,
  samples: CodecSamples,
): Promise<void> {
  const timestamp = position / sampleRate;
  const sample = new AudioSample({ ...samples, numberOfChannels, sampleRate, timestamp });
  await source.add(sample);
  sample.close();
}

/** What a codec says of itself is a buffer, or a view of one. */
function describe(description: unknown): { description?: Uint8Array } {
  if (description instanceof ArrayBuffer) return { description: new Uint8Array(description) };
  if (!ArrayBuffer.isView(description)) return {};
  const { buffer, byteOffset, byteLength } = description;
  return { description: new Uint8Array(buffer, byteOffset, byteLength) };
}
