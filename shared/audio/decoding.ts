import { UnusableAudio } from '../errors/unusable-audio.ts';

/**
 * Calls a decoder, whose every failure is one of the file.
 *
 * @throws UnusableAudio
 */
export function decoding<Decoded>(decode: () => Decoded): Decoded {
  try {
    return quietly(decode);
  } catch (error) {
    throw new UnusableAudio('The file begins like audio but cannot be decoded. Export it again.', error);
  }
}

/**
 * Decoders complain of each damaged piece on the console, although they go on: of one file there may be thousands of
 * lines that no log has asked for, each like an error of ours. Nobody else can write while this runs.
 */
function quietly<Result>(work: () => Result): Result {
  const { error: complain } = console;
  console.error = () => undefined;
  try {
    return work();
  } finally {
    console.error = complain;
  }
}
