import type { AudioStream } from '../../../shared/audio/audio-stream.ts';

/** Takes the samples of a stream in numbers of one's own choosing, where the stream gives them in blocks of its own. */
export class FrameReader {
  readonly #blocks: AsyncIterator<Float32Array[]>;
  readonly #channels: number;
  #held: readonly Float32Array[] = [];
  #taken = 0;

  constructor({ blocks, channels }: AudioStream) {
    this.#blocks = blocks[Symbol.asyncIterator]();
    this.#channels = channels;
  }

  /** How many samples of each channel have come so far. */
  get taken(): number {
    return this.#taken;
  }

  /** The next samples; where the stream has ended, silence stands for those that are missing. */
  async take(length: number): Promise<Float32Array[]> {
    const frames = Array.from({ length: this.#channels }, () => new Float32Array(length));
    for (let at = 0; at < length; ) {
      const block = await this.#next(length - at);
      if (block === undefined) break;
      block.forEach((channel, position) => {
        frames[position]?.set(channel, at);
      });
      at += block[0]?.length ?? 0;
    }
    return frames;
  }

  /** Reads on until the stream ends or more than this many samples have come. */
  async drain(most: number): Promise<void> {
    for (let left = most + 1; left > 0; ) {
      const block = await this.#next(left);
      if (block === undefined) return;
      left -= block[0]?.length ?? 0;
    }
  }

  /** What is there, up to a length; undefined behind the end. */
  async #next(most: number): Promise<readonly Float32Array[] | undefined> {
    while ((this.#held[0]?.length ?? 0) === 0) {
      const { done, value } = await this.#blocks.next();
      if (done) return undefined;
      this.#held = value;
    }
    const block = this.#held.map((channel) => channel.subarray(0, most));
    this.#held = this.#held.map((channel) => channel.subarray(most));
    this.#taken += block[0]?.length ?? 0;
    return block;
  }
}
