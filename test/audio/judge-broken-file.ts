import { audioSeconds } from '../../shared/audio/audio-seconds.ts';
import { streamAudio } from '../../shared/audio/stream-audio.ts';
import { UnusableAudio } from '../../shared/errors/unusable-audio.ts';
import { bufferSource } from '../../shared/streams/buffer-source.ts';

/** No sample of ours is longer than half a second, and damage may repeat some of it: more than this is made up. */
const MOST_SECONDS = 60;

export interface Judgement {
  readonly outcome: 'decoded' | 'refused';
  /** What is wrong with the outcome: any error but a refusal, or sound that is none. */
  readonly problem?: string;
}

/** Measures and decodes a damaged file, and says whether the outcome is as it should be: sound, or a reason. */
export async function judgeBrokenFile(file: Buffer): Promise<Judgement> {
  try {
    const told = await audioSeconds(bufferSource(file));
    if (told !== undefined && !(told >= 0 && told < Infinity)) {
      return { outcome: 'decoded', problem: `its headers tell ${told} seconds` };
    }
    const problem = await soundProblem(file);
    return problem === undefined ? { outcome: 'decoded' } : { outcome: 'decoded', problem };
  } catch (error) {
    if (error instanceof UnusableAudio && error.message.endsWith('.')) return { outcome: 'refused' };
    return { outcome: 'refused', problem: error instanceof Error ? `${error.stack}` : String(error) };
  }
}

async function soundProblem(file: Buffer): Promise<string | undefined> {
  const stream = await streamAudio(bufferSource(file));
  let samples = 0;
  for await (const block of stream.blocks) {
    const length = block[0]?.length ?? 0;
    if (block.length !== stream.channels || length === 0) return `a block of ${block.length} channels`;
    if (block.some((channel) => channel.length !== length)) return 'channels of different lengths';
    if (block.some((channel) => channel.some((value) => !(Math.abs(value) <= 2 ** 24)))) return 'no numbers';
    samples += length;
    if (samples > MOST_SECONDS * stream.sampleRate) return `more than ${MOST_SECONDS} seconds`;
  }
  return undefined;
}
