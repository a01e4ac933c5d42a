/** The latest samples of a song, as far back as somebody needs them, found by their place in the song. */
export class HeldSamples {
  readonly #blocks: { readonly start: number; readonly channels: Float32Array[] }[] = [];
  #end = 0;

  /** How many samples there were, of each channel. */
  get end(): number {
    return this.#end;
  }

  push(channels: Float32Array[]): void {
    this.#blocks.push({ start: this.#end, channels });
    this.#end += channels[0]?.length ?? 0;
  }

  /** A copy of some samples that are still held. */
  between(start: number, end: number): Float32Array[] {
    const [first] = this.#blocks;
    const copies = (first?.channels ?? []).map(() => new Float32Array(end - start));
    for (const block of this.#blocks) {
      block.channels.forEach((channel, position) => {
        const from = Math.max(0, start - block.start);
        const to = Math.min(channel.length, end - block.start);
        if (to > from) copies[position]?.set(channel.subarray(from, to), block.start + from - start);
      });
    }
    return copies;
  }

  /** Lets go of the blocks that lie wholly before a sample. */
  forgetBefore(sample: number): void {
    const kept = this.#blocks.findIndex(({ start, channels }) => start + (channels[0]?.length ?? 0) > sample);
    this.#blocks.splice(0, kept < 0 ? this.#blocks.length : kept);
  }
}
