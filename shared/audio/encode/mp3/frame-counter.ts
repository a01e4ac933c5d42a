import { crc16 } from './crc-16.ts';

/** Counts the frames of a stream of MP3 frames that comes in pieces of any size. */
export class FrameCounter {
  readonly #frameBytes: number;
  readonly #firstHeader: number[] = [];
  frames = 0;
  bytes = 0;
  crc = 0;
  /** Where, from the beginning of the stream, the next frame begins. */
  #next = 0;

  /** @param frameBytes of a frame that is not padded; others have one byte more. */
  constructor(frameBytes: number) {
    this.#frameBytes = frameBytes;
  }

  /** The header of the first frame. */
  get firstHeader(): Buffer {
    return Buffer.from(this.#firstHeader);
  }

  /** Takes the next piece. */
  count(piece: Uint8Array): void {
    const start = this.bytes;
    for (let index = this.bytes; index < 4 && index - start < piece.length; index++) {
      this.#firstHeader.push(piece[index - start] ?? 0);
    }
    this.bytes += piece.length;
    this.crc = crc16(piece, this.crc);
    // The third byte of a frame says whether it is padded.
    for (let third = this.#next + 2; third < this.bytes; third = this.#next + 2) {
      const isPadded = ((piece[third - start] ?? 0) & 0b10) !== 0;
      this.#next += this.#frameBytes + (isPadded ? 1 : 0);
      this.frames++;
    }
  }
}
