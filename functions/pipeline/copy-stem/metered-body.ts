import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';

export interface MeteredBody {
  /** The same bytes, to be read once. */
  readonly body: Readable;
  /** Aborts, with the cause as its reason, when the source breaks or does not hold the expected bytes. */
  readonly broken: AbortSignal;
  /** SHA-256 of all bytes, in hex; call it once the body was read to its end. */
  sha256(): string;
}

/** Passes a stream through while hashing it and checking its length, one chunk in memory at a time. */
export function meteredBody(source: Readable, expectedBytes: number): MeteredBody {
  const hash = createHash('sha256');
  const breaking = new AbortController();
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > expectedBytes ? wrongLength() : null, chunk);
    },
    flush(done) {
      done(bytes === expectedBytes ? null : wrongLength());
    },
  });
  const wrongLength = () => new Error(`expected ${expectedBytes} bytes, got ${bytes}`);
  pipeline(source, meter, (error) => {
    if (error) breaking.abort(error);
  });
  return { body: meter, broken: breaking.signal, sha256: () => hash.digest('hex') };
}
