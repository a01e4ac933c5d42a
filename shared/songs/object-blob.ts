import type { RangedObject } from './ranged-object.ts';

/**
 * An uploaded object in the shape of a `Blob`, so that the metadata parser can read it without anyone
 * downloading it: the parser slices, and only the bytes of those slices are fetched.
 */
export class ObjectBlob extends Blob {
  readonly #object: RangedObject;
  readonly #start: number;
  readonly #end: number;

  constructor(object: RangedObject, start = 0, end = object.bytes) {
    super([]);
    this.#object = object;
    this.#start = start;
    this.#end = end;
    Object.defineProperty(this, 'size', { value: end - start });
  }

  /** `start` and `end` count from the beginning; negative values are not needed by the parser. */
  override slice(start = 0, end = this.size): Blob {
    const clamp = (offset: number) => Math.min(Math.max(this.#start + offset, this.#start), this.#end);
    return new ObjectBlob(this.#object, clamp(start), clamp(end));
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#object.read(this.#start, this.#end)).buffer;
  }
}
