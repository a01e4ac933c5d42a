import { type IFormat, parseBlob } from 'music-metadata';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { Job } from '../jobs/job.ts';
import { ObjectBlob } from './object-blob.ts';
import { oggSeconds } from './ogg-seconds.ts';
import type { RangedObject } from './ranged-object.ts';

/** Opus counts its positions at this rate, whatever the rate of the recording (RFC 7845, section 4). */
const OPUS_SAMPLE_RATE = 48_000;

type Audio = NonNullable<Job['audio']>;

/**
 * Finds out what audio an uploaded object holds, by reading its headers only.
 *
 * @throws UnusableAudio a sentence on why it cannot be separated.
 */
export async function probeAudio(object: RangedObject): Promise<Audio> {
  if (object.bytes === 0) throw new UnusableAudio('The file is empty. Upload the song again.');
  const format = await readFormat(object);
  if (format.hasAudio === false) throw new UnusableAudio('The file holds no audio track. Upload a song.');
  if (format.numberOfChannels === 0 || format.sampleRate === 0) {
    throw new UnusableAudio(
      `The header of the file promises ${format.numberOfChannels ?? 'some'} channels at ${format.sampleRate ?? 'some'} Hz. ` +
        'Export the song again and upload it.',
    );
  }
  const seconds = await lengthInSeconds(object, format);
  if (seconds === undefined || !Number.isFinite(seconds) || seconds <= 0) {
    throw new UnusableAudio(
      'The file holds no sound: its length is zero or cannot be told. Export the song again.',
    );
  }
  return {
    seconds: Math.floor(seconds * 1000) / 1000,
    ...(format.sampleRate ? { sampleRate: format.sampleRate } : {}),
    ...(format.numberOfChannels ? { channels: format.numberOfChannels } : {}),
    ...(format.container ? { container: format.container } : {}),
    ...(format.codec ? { codec: format.codec } : {}),
  };
}

async function readFormat(object: RangedObject): Promise<IFormat> {
  try {
    const { format } = await parseBlob(new ObjectBlob(object), { skipCovers: true });
    return format;
  } catch (error) {
    // A failed read is not the fault of the file, and must not look like it.
    if (object.failure !== undefined) throw object.failure;
    throw new UnusableAudio(
      'The file is not audio that can be read. Upload the song as WAV, FLAC, MP3, M4A, AIFF or Ogg.',
      error,
    );
  }
}

async function lengthInSeconds(object: RangedObject, format: IFormat): Promise<number | undefined> {
  const { container, codec, duration, bitrate, sampleRate } = format;
  if (container === 'Ogg') {
    const rate = codec === 'Opus' ? OPUS_SAMPLE_RATE : sampleRate;
    return (rate ? await oggSeconds(object, rate) : undefined) ?? duration;
  }
  // A header may promise more than a file that was cut off holds.
  if (container === 'WAVE' && duration !== undefined && bitrate) {
    return Math.min(duration, (object.bytes * 8) / bitrate);
  }
  return duration;
}
