/** Samples of an AAC packet. */
export const PACKET_SAMPLES = 1024;

/** What the encoder puts before the first sample; players leave it out when they are told. */
export const PRIMING_SAMPLES = 1024;

/** The AAC packets of a file, and what they hold. */
export interface AacTrack {
  readonly channels: 1 | 2;
  readonly sampleRate: number;
  /** Samples of each channel that went in. */
  readonly length: number;
  readonly bitrate: number;
  /** AudioSpecificConfig (ISO/IEC 14496-3, section 1.6.2.1). */
  readonly description: Uint8Array;
  /** The bytes of each packet, one behind the other. */
  readonly packetBytes: Uint32Array;
  /** Where the first one begins in the file. */
  readonly offset: number;
}

/** How many packets it takes for so many samples, with those that the encoder puts before them. */
export function packetsFor(length: number): number {
  return Math.ceil((PRIMING_SAMPLES + length) / PACKET_SAMPLES);
}
