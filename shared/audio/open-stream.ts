import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import type { AudioStream } from './audio-stream.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { isSampleRate } from './is-sample-rate.ts';
import { unusualRate } from './unusual-rate.ts';

/**
 * No sound has a larger sample: even programs that keep 24 bit integers as floats stop at half of it. One sample
 * near the end of what a float can hold would overflow in the transforms and spoil whole frames around it.
 */
const LARGEST_SAMPLE = 2 ** 24;

/**
 * Makes a stream of what a decoder gives: the first piece tells rate and channels, and the rest must agree with it.
 *
 * @param file what is decoded; it is given up at the end, and with every error.
 * @throws UnusableAudio when there is no sound, or its rate makes no sense; whatever reading the file throws.
 */
export async function openStream(
  file: SeekingReader,
  pieces: AsyncGenerator<DecodedAudio>,
): Promise<AudioStream> {
  const close = async () => {
    await pieces.return(undefined);
    await file.close();
  };
  try {
    const first = await nextSound(pieces);
    if (first === undefined) {
      throw new UnusableAudio('The file holds no sound. Export or upload it again.');
    }
    const { sampleRate, speakers } = first;
    if (!isSampleRate(sampleRate)) throw unusualRate(sampleRate);
    return {
      sampleRate,
      channels: first.channels.length,
      speakers,
      blocks: blocks(first, pieces, close),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function nextSound(pieces: AsyncGenerator<DecodedAudio>): Promise<DecodedAudio | undefined> {
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return undefined;
    if ((value.channels[0]?.length ?? 0) > 0) return value;
  }
}

async function* blocks(
  first: DecodedAudio,
  pieces: AsyncGenerator<DecodedAudio>,
  close: () => Promise<void>,
): AsyncGenerator<Float32Array[]> {
  try {
    for (let piece: DecodedAudio | undefined = first; piece; piece = await nextSound(pieces)) {
      yield agreeing(piece, first);
    }
  } finally {
    await close();
  }
}

/** The channels of a piece, as many as the first one had: where some are missing, its first is heard in their place. */
function agreeing({ sampleRate, channels }: DecodedAudio, first: DecodedAudio): Float32Array[] {
  if (sampleRate !== first.sampleRate) {
    throw new UnusableAudio(
      `The file goes on with ${sampleRate} samples a second after ${first.sampleRate}. Export it again.`,
    );
  }
  const [lead = new Float32Array()] = channels;
  return first.channels.map((_, position) => {
    const channel = channels[position] ?? lead.slice();
    if (channel.length !== lead.length) throw new Error('A decoder gave channels of different lengths.');
    silenceDamage(channel);
    return channel;
  });
}

function silenceDamage(channel: Float32Array): void {
  for (let index = 0; index < channel.length; index++) {
    // Written so that it also holds for what is no number.
    if (!(Math.abs(channel[index] ?? 0) <= LARGEST_SAMPLE)) channel[index] = 0;
  }
}
