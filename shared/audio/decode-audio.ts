import { bufferSource } from '../streams/buffer-source.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { joinBlocks } from './join-blocks.ts';
import { streamAudio } from './stream-audio.ts';

/**
 * Decodes a whole audio file in memory; see `streamAudio`. For files whose length is bounded.
 *
 * @throws UnusableAudio with a sentence for the file's owner when there is no sound to be had.
 */
export async function decodeAudio(file: Uint8Array): Promise<DecodedAudio> {
  const { sampleRate, blocks } = await streamAudio(bufferSource(file));
  return { sampleRate, channels: await joinBlocks(blocks) };
}
