import { UnusableAudio } from '../errors/unusable-audio.ts';

/**
 * Calls a decoder, whose every failure is one of the file.
 *
 * @throws UnusableAudio
 */
export function decoding<Decoded>(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch (error) {
    throw new UnusableAudio('The file begins like audio but cannot be decoded. Export it again.', error);
  }
}
