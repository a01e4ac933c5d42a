import { createHash } from 'node:crypto';
import { finished, type Readable, Transform } from 'node:stream';

export interface MeteredBody {
  /** The same bytes, to be read once. */
  readonly body: Readable;
  /** Aborts, with the cause as its reason, when the source breaks or does not hold the expected bytes. */
  readonly broken: AbortSignal;
  /** SHA-256 of all bytes, in hex; call it once the body was read to its end. */
  sha256(): string;
}

/**
 * Passes a stream through while hashing it and checking its length, one chunk in memory at a time.
 *
 * The body itself never fails, it only stops: the streams that the SDK makes of a failing body throw the
 * error again where nobody can catch it. Whoever sends the body listens to `broken` instead, and destroys it.
 */
export function meteredBody(source: Readable, expectedBytes: number): MeteredBody {
  const hash = createHash('sha256');
  const breaking = new AbortController();
  let bytes = 0;
  const wrongLength = () => breaking.abort(new Error(`expected ${expectedBytes} bytes, got ${bytes}`));
  const body = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > expectedBytes) wrongLength();
      else done(null, chunk);
    },
    flush(done) {
      if (bytes === expectedBytes) done();
      else wrongLength();
    },
  });
  finished(source, (error) => {
    if (error) breaking.abort(error);
  });
  body.once('close', () => source.destroy());
  source.pipe(body);
  return { body, broken: breaking.signal, sha256: () => hash.digest('hex') };
}
