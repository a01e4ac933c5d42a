import { UnusableAudio } from '../errors/unusable-audio.ts';
import { ByteReader } from './byte-reader.ts';
import type { ByteSource } from './byte-source.ts';

/** Up to here it is cheaper to read on than to open the file anew. */
const READ_OVER_BYTES = 1024 * 1024;

/** A file jumps a few times, from its head to its index and back; one that was made to do harm, without end. */
const MOST_JUMPS = 200;

/** Reads a source piece by piece like `ByteReader`, and goes to other places of it. */
export class SeekingReader {
  readonly #source: ByteSource;
  #reader: ByteReader;
  #position: number;
  #jumps = 0;

  constructor(source: ByteSource, offset = 0) {
    this.#source = source;
    this.#position = offset;
    this.#reader = new ByteReader(source.readFrom(offset));
  }

  /** The offset of the byte that is read next. */
  get position(): number {
    return this.#position;
  }

  /** The next bytes without taking them; fewer at the end. */
  peek(bytes: number): Promise<Buffer> {
    return this.#reader.peek(bytes);
  }

  /** The next bytes; fewer at the end, none behind it. */
  async take(bytes: number): Promise<Buffer> {
    const taken = await this.#reader.take(bytes);
    this.#position += taken.length;
    return taken;
  }

  /**
   * Goes on reading at another place.
   *
   * @throws UnusableAudio when the file has made it jump too often.
   */
  async seek(offset: number): Promise<void> {
    const distance = offset - this.#position;
    this.#position = offset;
    const isSequential = this.#source.isSequential ?? false;
    if (distance >= 0 && (isSequential || distance <= READ_OVER_BYTES)) return this.#reader.skip(distance);
    this.#jumps++;
    if (isSequential || this.#jumps > MOST_JUMPS) {
      throw new UnusableAudio('The parts of the file lie in a hopeless order. Export it again.');
    }
    await this.#reader.close();
    this.#reader = new ByteReader(this.#source.readFrom(offset));
  }

  /** Reads to the end without looking: only there does a source tell that it was cut off. */
  skipRest(): Promise<void> {
    return this.#reader.skip(Number.POSITIVE_INFINITY);
  }

  /** Gives the source up: nothing more is read from it. */
  close(): Promise<void> {
    return this.#reader.close();
  }
}
