import type { DecodedAudio } from '../decoded-audio.ts';
import type { Mp4Codec } from './mp4-codec.ts';

/** Which of the decoded channels comes first, second and so on, and the loudspeakers that they then have. */
interface Arrangement {
  readonly order: readonly number[];
  /** One bit for each, see `mixDown`. */
  readonly speakers: number;
}

/**
 * The layouts that ALAC has for each number of channels (Apple's ALACAudioTypes.h): the center stands first, and
 * low-frequency effects last.
 */
const OF_ALAC: ReadonlyMap<number, Arrangement> = new Map([
  [3, { order: [1, 2, 0], speakers: 0x7 }],
  [4, { order: [1, 2, 0, 3], speakers: 0x107 }],
  [5, { order: [1, 2, 0, 3, 4], speakers: 0x37 }],
  [6, { order: [1, 2, 0, 5, 3, 4], speakers: 0x3f }],
  [7, { order: [1, 2, 0, 6, 5, 3, 4], speakers: 0x70f }],
  [8, { order: [3, 4, 0, 7, 5, 6, 1, 2], speakers: 0xff }],
]);

/**
 * Of AAC, by channel configuration (ISO/IEC 14496-3, table 1.19), what the decoder does not tell: that the fourth
 * channel of four is behind, and the order of eight. By the table two of the eight stand beside the center; what
 * encoders put there are the sides, so they are taken for these.
 */
const OF_AAC: ReadonlyMap<number, Arrangement> = new Map([
  [4, { order: [0, 1, 2, 3], speakers: 0x107 }],
  [7, { order: [1, 2, 0, 7, 5, 6, 3, 4], speakers: 0x63f }],
]);

/** Puts the channels of decoded pieces in the usual order, so that they can be mixed down. */
export async function* arrangedChannels(
  pieces: AsyncIterable<DecodedAudio>,
  codec: Mp4Codec,
): AsyncGenerator<DecodedAudio> {
  for await (const piece of pieces) {
    const { length } = piece.channels;
    const arrangement =
      codec.name === 'alac' ? OF_ALAC.get(length) : OF_AAC.get(channelConfiguration(codec.config));
    if (arrangement?.order.length !== length) yield piece;
    else yield arranged(piece, arrangement);
  }
}

function arranged(piece: DecodedAudio, { order, speakers }: Arrangement): DecodedAudio {
  return { ...piece, channels: order.flatMap((from) => piece.channels[from] ?? []), speakers };
}

/** Of an AudioSpecificConfig, behind five bits of object type and four of rate. */
function channelConfiguration(config: Buffer): number {
  return ((config[1] ?? 0) >>> 3) & 15;
}
