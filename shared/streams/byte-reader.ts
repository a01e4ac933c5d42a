/** Reads a stream of bytes in pieces of chosen sizes, holding no more than one piece and one chunk. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes without taking them; fewer at the end. */
  async peek(bytes: number): Promise<Buffer> {
    await this.#hold(bytes);
    return this.#held.subarray(0, bytes);
  }

  /** The next bytes; fewer at the end, none behind it. */
  async take(bytes: number): Promise<Buffer> {
    const taken = await this.peek(bytes);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  async skip(bytes: number): Promise<void> {
    for (let left = bytes; left > 0; ) {
      const skipped = (await this.take(Math.min(left, SKIP_BYTES))).length;
      if (skipped === 0) return;
      left -= skipped;
    }
  }

  /** Gives the source up: nothing more is read from it. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#held = Buffer.alloc(0);
    await this.#source.return?.();
  }

  async #hold(bytes: number): Promise<void> {
    const pieces = [this.#held];
    let held = this.#held.length;
    while (held < bytes && !this.#ended) {
      const { done, value } = await this.#source.next();
      if (done) {
        this.#ended = true;
      } else {
        pieces.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
        held += value.byteLength;
      }
    }
    if (pieces.length > 1) this.#held = Buffer.concat(pieces);
  }
}

const SKIP_BYTES = 64 * 1024;
