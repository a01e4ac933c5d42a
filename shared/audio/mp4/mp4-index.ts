import { UnusableAudio } from '../../errors/unusable-audio.ts';
import type { SeekingReader } from '../../streams/seeking-reader.ts';

/** An hour and a half of AAC has an index of some 2 MB, and may have pictures beside it. */
const MOST_INDEX_BYTES = 64 * 1024 * 1024;

/**
 * The index (`moov`) of an MPEG-4 file, wherever it lies.
 *
 * @throws UnusableAudio when there is none.
 */
export async function readMp4Index(file: SeekingReader): Promise<Buffer> {
  for (;;) {
    const start = file.position;
    const header = await file.take(16);
    if (header.length < 8)
      throw new UnusableAudio('The M4A file has no index: it was cut off. Upload it again.');
    const [size, headerBytes] = sizeOf(header);
    if (size < headerBytes) throw new UnusableAudio('The M4A file is damaged. Export it again.');
    if (header.toString('latin1', 4, 8) === 'moov') {
      if (size > MOST_INDEX_BYTES) throw new UnusableAudio('The index of the M4A file is too large.');
      await file.seek(start + headerBytes);
      return file.take(size - headerBytes);
    }
    await file.seek(start + size);
  }
}

/** Size of a box with its header, and size of the header. A size of zero means: to the end of the file. */
function sizeOf(header: Buffer): [number, number] {
  const size = header.readUInt32BE(0);
  if (size === 1 && header.length === 16) return [Number(header.readBigUInt64BE(8)), 16];
  return [size === 0 ? Number.MAX_SAFE_INTEGER : size, 8];
}
