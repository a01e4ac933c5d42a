import type { SeekingReader } from '../streams/seeking-reader.ts';
import { type AiffFormat, readAiffHeader } from './aiff-header.ts';
import { decodeWavFrames } from './decode-wav-frames.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { frameBlocks } from './frame-blocks.ts';

/**
 * Decodes an uncompressed AIFF or AIFF-C file as it is read, exactly, by the rules for WAV files. (The package for this takes
 * bytes for unsigned, and whatever follows the sound for sound.)
 *
 * @throws UnusableAudio when there is no format, no samples, or an encoding that is not plain PCM.
 */
export async function* decodeAiff(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const { format, start, size } = await readAiffHeader(file);
  await file.seek(start);
  const { sampleRate, channels, bytesPerSample, samples } = format;
  const promised = Math.min(size, samples * channels * bytesPerSample);
  for await (const bytes of frameBlocks(file, format, promised)) {
    yield { sampleRate, channels: decodeWavFrames(format, asInWav(format, bytes)) };
  }
}

/** A copy of the samples in the order and with the signs that WAV has. */
function asInWav({ bytesPerSample, isLittleEndian }: AiffFormat, bytes: Buffer): Buffer {
  // Bytes are signed here and unsigned there.
  if (bytesPerSample === 1) return Buffer.from(bytes.map((byte) => byte ^ 0x80));
  if (isLittleEndian) return bytes;
  const whole = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % bytesPerSample)));
  switch (bytesPerSample) {
    case 2:
      return whole.swap16();
    case 4:
      return whole.swap32();
    case 8:
      return whole.swap64();
    default:
      return swap24(whole);
  }
}

function swap24(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at += 3) {
    const first = bytes[at] ?? 0;
    bytes[at] = bytes[at + 2] ?? 0;
    bytes[at + 2] = first;
  }
  return bytes;
}
