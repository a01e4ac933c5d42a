import { UnusableAudio } from '../errors/unusable-audio.ts';

/** How the samples of a WAV file are stored. */
export interface WavFormat {
  readonly encoding: 'integer' | 'float';
  readonly channels: number;
  readonly sampleRate: number;
  readonly bytesPerSample: number;
}

export interface WavChunks {
  readonly format: WavFormat;
  /** The bytes of the samples: fewer than promised when the file was cut off. */
  readonly data: Buffer;
}

const FORMAT_INTEGER = 1;
const FORMAT_FLOAT = 3;
/** WAVE_FORMAT_EXTENSIBLE: the true format is the first two bytes of a GUID at the end of the chunk. */
const FORMAT_EXTENSIBLE = 0xfffe;
/** RF64 (EBU Tech 3306) and streaming writers put this where a size does not fit or is not known. */
const SIZE_ELSEWHERE = 0xffffffff;

/**
 * Finds format and samples in a RIFF or RF64 WAVE file. Sizes are not trusted: a chunk ends where the file
 * ends, and a missing size means "to the end", so that cut-off and streamed files give what they hold.
 *
 * @throws UnusableAudio when there is no format, no samples, or an encoding that is not plain PCM.
 */
export function wavChunks(file: Buffer): WavChunks {
  let format: WavFormat | undefined;
  let longSize: number | undefined;
  for (let offset = 12; offset + 8 <= file.length; ) {
    const name = file.toString('latin1', offset, offset + 4);
    const body = offset + 8;
    const size = chunkSize(file, offset, name, longSize);
    const bytes = file.subarray(body, body + size);
    if (name === 'ds64' && bytes.length >= 16) longSize = Number(bytes.readBigUInt64LE(8));
    if (name === 'fmt ') format = parseFormat(bytes);
    if (name === 'data') {
      if (format === undefined)
        throw new UnusableAudio('The WAV file has sound but no format. Export it again.');
      return { format, data: bytes };
    }
    offset = body + size + (size % 2);
  }
  throw new UnusableAudio('The WAV file ends before its sound begins. Export or upload it again.');
}

function chunkSize(file: Buffer, offset: number, name: string, longSize: number | undefined): number {
  const declared = file.readUInt32LE(offset + 4);
  if (name !== 'data') return declared;
  const rest = file.length - offset - 8;
  if (declared === SIZE_ELSEWHERE) return Math.min(longSize ?? rest, rest);
  // A writer that could not seek back leaves 0; an empty file has nothing, or another chunk, behind it.
  const streamed =
    declared === 0 && !/^[A-Za-z][\w ]{3}$/.test(file.toString('latin1', offset + 8, offset + 12));
  return streamed ? rest : Math.min(declared, rest);
}

function parseFormat(bytes: Buffer): WavFormat {
  if (bytes.length < 16)
    throw new UnusableAudio('The WAV file ends inside its header. Export or upload it again.');
  const tag = bytes.readUInt16LE(0);
  const encodingTag = tag === FORMAT_EXTENSIBLE && bytes.length >= 26 ? bytes.readUInt16LE(24) : tag;
  const channels = bytes.readUInt16LE(2);
  const sampleRate = bytes.readUInt32LE(4);
  const bytesPerSample = Math.ceil(bytes.readUInt16LE(14) / 8);
  if (channels === 0) throw new UnusableAudio('The WAV file says that it has 0 channels. Export it again.');
  if (encodingTag === FORMAT_INTEGER && bytesPerSample >= 1 && bytesPerSample <= 4) {
    return { encoding: 'integer', channels, sampleRate, bytesPerSample };
  }
  if (encodingTag === FORMAT_FLOAT && (bytesPerSample === 4 || bytesPerSample === 8)) {
    return { encoding: 'float', channels, sampleRate, bytesPerSample };
  }
  throw new UnusableAudio(
    `The WAV file is compressed or unusual inside (format ${encodingTag}, ${bytes.readUInt16LE(14)} bit). ` +
      'Export it as 16, 24 or 32 bit PCM.',
  );
}
