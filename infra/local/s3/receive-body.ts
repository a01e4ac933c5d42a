import { createHash } from 'node:crypto';
import { AwsServiceError } from '../aws-service-error.ts';
import { checksumHeader } from './checksum/checksum-algorithm.ts';
import { checksumHasher } from './checksum/checksum-hasher.ts';
import type { ObjectChecksum } from './checksum/object-checksum.ts';
import type { ExpectedBody } from './expected-body.ts';

/** Largest body of one PUT or part. */
export const MAXIMUM_PUT_BYTES = 5 * 1024 ** 3;

/** What the bytes of a body turned out to be. */
export interface ReceivedBody {
  readonly bytes: number;
  readonly md5Hex: string;
  readonly checksum?: ObjectChecksum;
}

function entityTooLarge(): AwsServiceError {
  const message = 'Your proposed upload exceeds the maximum allowed size';
  return new AwsServiceError('EntityTooLarge', message, 400, { MaxSizeAllowed: String(MAXIMUM_PUT_BYTES) });
}

function* payloadOf(chunk: Uint8Array, expected: ExpectedBody): Generator<Uint8Array> {
  if (expected.decoder === undefined) yield chunk;
  else yield* expected.decoder.push(chunk);
}

function verifyChecksum(expected: ExpectedBody, actual: string): void {
  const { checksum, decoder } = expected;
  if (checksum === undefined) return;
  const header = checksumHeader(checksum.algorithm);
  const stated = checksum.inTrailer ? decoder?.trailers.get(header) : checksum.value;
  if (checksum.inTrailer && stated === undefined) {
    throw new AwsServiceError('MalformedTrailerError', `The body has no trailing header ${header}.`);
  }
  if (stated !== undefined && stated !== actual) {
    const message = `The ${checksum.algorithm} you specified did not match the calculated checksum.`;
    throw new AwsServiceError('BadDigest', message);
  }
}

/**
 * Takes a body in, piece by piece with backpressure (`write` is awaited), and verifies its length and
 * every digest that was stated. Memory stays flat however long the body is.
 * @throws {AwsServiceError} IncompleteBody, BadDigest, XAmzContentSHA256Mismatch, EntityTooLarge,
 *   MalformedTrailerError, SignatureDoesNotMatch.
 */
export async function receiveBody(
  source: AsyncIterable<Uint8Array>,
  expected: ExpectedBody,
  write: (bytes: Uint8Array) => Promise<unknown> | undefined,
): Promise<ReceivedBody> {
  if ((expected.bytes ?? 0) > MAXIMUM_PUT_BYTES) throw entityTooLarge();
  const md5 = createHash('md5');
  const sha256 = expected.sha256Hex === undefined ? undefined : createHash('sha256');
  const hasher = expected.checksum === undefined ? undefined : checksumHasher(expected.checksum.algorithm);
  let bytes = 0;
  for await (const chunk of source) {
    for (const piece of payloadOf(chunk, expected)) {
      bytes += piece.length;
      if (bytes > (expected.bytes ?? MAXIMUM_PUT_BYTES)) {
        if (expected.bytes === undefined) throw entityTooLarge();
        throw new AwsServiceError('IncompleteBody', 'The body is longer than its stated length.');
      }
      md5.update(piece);
      sha256?.update(piece);
      hasher?.update(piece);
      await write(piece);
    }
  }
  expected.decoder?.finish();
  if (expected.bytes !== undefined && bytes !== expected.bytes) {
    const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header';
    throw new AwsServiceError('IncompleteBody', message);
  }
  const md5Digest = md5.digest();
  if (expected.md5Base64 !== undefined && md5Digest.toString('base64') !== expected.md5Base64) {
    throw new AwsServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  if (sha256 !== undefined && sha256.digest('hex') !== expected.sha256Hex) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new AwsServiceError('XAmzContentSHA256Mismatch', message);
  }
  const md5Hex = md5Digest.toString('hex');
  if (hasher === undefined || expected.checksum === undefined) return { bytes, md5Hex };
  const value = hasher.digest().toString('base64');
  verifyChecksum(expected, value);
  return { bytes, md5Hex, checksum: { algorithm: expected.checksum.algorithm, value, type: 'FULL_OBJECT' } };
}
