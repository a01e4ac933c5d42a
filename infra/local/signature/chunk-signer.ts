import { createHash, createHmac } from 'node:crypto';
import { equalInConstantTime } from './equal-in-constant-time.ts';
import { signatureRefusal } from './signature-refusal.ts';

const EMPTY_SHA256 = createHash('sha256').digest('hex');

/** What the signatures of the chunks of one request hang on. */
export interface ChunkSigningSeed {
  readonly key: Buffer;
  readonly scope: string;
  readonly amzDate: string;
  /** Signature of the request's headers: the first link of the chain. */
  readonly signature: string;
}

/**
 * Checks the chain of chunk signatures of a body sent as STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER):
 * every chunk signs its own hash together with the signature before it.
 * Source: "Signature calculations for the Authorization header: transferring payload in multiple chunks".
 */
export class ChunkSigner {
  readonly #seed: ChunkSigningSeed;
  #previous: string;

  constructor(seed: ChunkSigningSeed) {
    this.#seed = seed;
    this.#previous = seed.signature;
  }

  /** @throws {AwsServiceError} SignatureDoesNotMatch when the chunk does not continue the chain. */
  verifyChunk(chunkSha256: string, signature: string): void {
    this.#verify('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY_SHA256}\n${chunkSha256}`, signature);
  }

  /** @throws {AwsServiceError} SignatureDoesNotMatch when the trailing headers are not signed by the chain. */
  verifyTrailers(trailers: ReadonlyMap<string, string>, signature: string): void {
    const text = [...trailers]
      .filter(([name]) => name !== 'x-amz-trailer-signature')
      .map(([name, value]) => `${name}:${value}\n`)
      .join('');
    this.#verify('AWS4-HMAC-SHA256-TRAILER', createHash('sha256').update(text).digest('hex'), signature);
  }

  #verify(algorithm: string, rest: string, signature: string): void {
    const { key, scope, amzDate } = this.#seed;
    const toSign = [algorithm, amzDate, scope, this.#previous, rest].join('\n');
    const expected = createHmac('sha256', key).update(toSign).digest('hex');
    if (!equalInConstantTime(expected, signature)) {
      throw signatureRefusal('s3', 'mismatch', 'The signature of a chunk of the body does not match.');
    }
    this.#previous = expected;
  }
}
