import { UnusableAudio } from '../errors/unusable-audio.ts';

/**
 * The decoder of AAC. It is licensed under the GPL and therefore optional (see NOTICE): nothing loads it before such a file
 * comes, and without it everything else works.
 *
 * @throws UnusableAudio when it is not installed here.
 */
export async function loadAacDecoder(): Promise<typeof import('@audio/decode-aac').decoder> {
  try {
    return (await import('@audio/decode-aac')).decoder;
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new UnusableAudio(
      'This server runs without the optional decoder for AAC (M4A). Convert the file to WAV, FLAC or MP3.',
      cause,
    );
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}
