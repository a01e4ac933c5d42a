const HEADER_BYTES = 4;

/** How far into a file an MP3 frame is looked for: some files start with a few KB of padding. */
const SEARCH_BYTES = 64 * 1024;

const BITRATES_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** The mode of a frame that holds one channel. */
const SINGLE_CHANNEL = 3;

export interface Mp3Frame {
  readonly bytes: number;
  readonly channels: 1 | 2;
  readonly seconds: number;
}

/** The offset of the first two MPEG layer III frames in a row: a single header appears in any data by chance. */
export function findMp3Frame(file: Buffer): number | undefined {
  const end = Math.min(file.length - HEADER_BYTES, SEARCH_BYTES);
  for (let offset = 0; offset <= end; offset++) {
    if (startOfFrames(file, offset) !== undefined) return offset;
  }
  return undefined;
}

/** The frame at an offset, if another one or the end of the file follows it. */
function startOfFrames(file: Buffer, offset: number): Mp3Frame | undefined {
  const frame = mp3Frame(file, offset);
  if (frame === undefined) return undefined;
  const next = offset + frame.bytes;
  return next > file.length - HEADER_BYTES || mp3Frame(file, next) !== undefined ? frame : undefined;
}

/** The layer III frame at an offset (ISO/IEC 11172-3, 2.4.1.3), when there is one. */
export function mp3Frame(file: Buffer, offset: number): Mp3Frame | undefined {
  if (offset + HEADER_BYTES > file.length) return undefined;
  const header = file.readUInt32BE(offset);
  const version = (header >>> 19) & 3; // 0 MPEG 2.5, 2 MPEG 2, 3 MPEG 1
  const isLayer3 = header >>> 21 === 0x7ff && version !== 1 && ((header >>> 17) & 3) === 1;
  if (!isLayer3) return undefined;
  const kilobits = (version === 3 ? BITRATES_MPEG1 : BITRATES_MPEG2)[(header >>> 12) & 15];
  const baseRate = SAMPLE_RATES[(header >>> 10) & 3];
  if (kilobits === undefined || kilobits === 0 || baseRate === undefined) return undefined;
  const sampleRate = version === 3 ? baseRate : baseRate / (version === 2 ? 2 : 4);
  const samples = version === 3 ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  return {
    bytes: Math.floor((samples / 8) * ((kilobits * 1000) / sampleRate)) + padding,
    channels: ((header >>> 6) & 3) === SINGLE_CHANNEL ? 1 : 2,
    seconds: samples / sampleRate,
  };
}
