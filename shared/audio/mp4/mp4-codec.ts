import { UnusableAudio } from '../../errors/unusable-audio.ts';
import { isSampleRate } from '../is-sample-rate.ts';
import { READABLE_FORMATS } from '../readable-formats.ts';
import { findMp4Box } from './mp4-boxes.ts';

/** What a decoder must know before the first piece. */
export interface Mp4Codec {
  readonly name: 'aac' | 'alac';
  /** The AudioSpecificConfig of AAC, or the magic cookie of ALAC. */
  readonly config: Buffer;
  /** Samples a second of the codec itself; spectral band replication may double it. */
  readonly sampleRate: number;
}

/** Of a sample entry (ISO/IEC 14496-12, 12.2.3); QuickTime has two longer forms. */
const ENTRY_BYTES = 28;
const COOKIE_BYTES = 24;
const MOST_CHANNELS = 8;
/** What Apple's encoder makes is 4096. */
const MOST_ALAC_FRAME = 65_536;
/** MPEG-4 audio, and the three profiles of MPEG-2 AAC (registered at mp4ra.org). */
const AAC_OBJECT_TYPES = [0x40, 0x66, 0x67, 0x68];
/** ISO/IEC 14496-3, table 1.18. */
const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];

/** How the sound of a track is coded, by its sample descriptions; why it cannot be decoded, when it cannot. */
export function mp4Codec(stsd: Buffer): Mp4Codec | UnusableAudio {
  // Version, flags and number of entries stand before the first entry: its size, its type, its fields.
  const entry = stsd.subarray(16);
  const type = stsd.toString('latin1', 12, 16);
  const version = entry.length < ENTRY_BYTES ? 0 : entry.readUInt16BE(8);
  const inside = entry.subarray(ENTRY_BYTES + ([0, 16, 36][version] ?? 0));
  const codec = type === 'mp4a' ? aac(inside) : type === 'alac' ? alac(inside) : undefined;
  if (codec !== undefined) return codec;
  if (type === 'enca' || type === 'drms') {
    return new UnusableAudio('The M4A file is protected against copying, and cannot be decoded.');
  }
  return new UnusableAudio(
    `The sound of the MPEG-4 file is coded in another way than AAC or ALAC. Convert it to ${READABLE_FORMATS}.`,
  );
}

function aac(inside: Buffer): Mp4Codec | undefined {
  const esds = findMp4Box(inside, 'esds') ?? findMp4Box(inside, 'wave', 'esds');
  const config = esds && decoderConfig(esds);
  if (config === undefined || config.length < 2) return undefined;
  const bits = config.readUInt16BE(0);
  const isEscaped = bits >>> 11 === 31;
  const index = isEscaped ? (bits >>> 1) & 15 : (bits >>> 7) & 15;
  const written = config.length >= 5 && !isEscaped ? (config.readUIntBE(1, 4) >>> 7) & 0xffffff : 0;
  const sampleRate = index === 15 ? written : (RATES[index] ?? 0);
  return isSampleRate(sampleRate) ? { name: 'aac', config, sampleRate } : undefined;
}

/** The DecoderSpecificInfo in nested descriptors (ISO/IEC 14496-1, 7.2.6), when they describe AAC. */
function decoderConfig(esds: Buffer): Buffer | undefined {
  for (let offset = 4; offset < esds.length; ) {
    const tag = esds[offset++];
    let length = 0;
    for (let more = true; more && offset < esds.length; ) {
      const byte = esds[offset++] ?? 0;
      length = length * 128 + (byte & 127);
      more = byte >= 128;
    }
    if (tag === 5) return esds.subarray(offset, offset + length);
    if (tag === 4 && !AAC_OBJECT_TYPES.includes(esds[offset] ?? 0)) return undefined;
    // Of the two that hold others, only their own fields are stepped over.
    offset += tag === 3 ? 3 : tag === 4 ? 13 : length;
  }
  return undefined;
}

function alac(inside: Buffer): Mp4Codec | undefined {
  const box = findMp4Box(inside, 'alac') ?? findMp4Box(inside, 'wave', 'alac');
  const config = box?.subarray(-COOKIE_BYTES);
  if (config === undefined || config.length < COOKIE_BYTES) return undefined;
  const [frame, bits, channels] = [config.readUInt32BE(0), config.readUInt8(5), config.readUInt8(9)];
  const sampleRate = config.readUInt32BE(20);
  const isSane = frame > 0 && frame <= MOST_ALAC_FRAME && channels > 0 && channels <= MOST_CHANNELS;
  if (!isSane || ![16, 20, 24, 32].includes(bits) || !isSampleRate(sampleRate)) return undefined;
  return { name: 'alac', config, sampleRate };
}
