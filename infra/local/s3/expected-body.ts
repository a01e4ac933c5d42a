import { AwsServiceError } from '../aws-service-error.ts';
import { ChunkSigner } from '../signature/chunk-signer.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';
import { AwsChunkedDecoder } from './aws-chunked-decoder.ts';
import { type ChecksumAlgorithm, checksumAlgorithm, checksumHeader } from './checksum/checksum-algorithm.ts';

/** What a request says about the body it brings; all of it is held against the bytes. */
export interface ExpectedBody {
  /** Length of the payload without aws-chunked framing; undefined when nobody knows it (form uploads, copies). */
  readonly bytes?: number;
  readonly md5Base64?: string;
  readonly sha256Hex?: string;
  readonly checksum?: {
    readonly algorithm: ChecksumAlgorithm;
    /** Base64; undefined when it comes in a trailing header, or is only to be computed. */
    readonly value?: string;
    readonly inTrailer?: boolean;
  };
  readonly decoder?: AwsChunkedDecoder;
}

function length(headers: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = headers.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new AwsServiceError('InvalidArgument', `${name} must be a number.`);
  return Number(text);
}

/** Reads which additional checksum a request or form states. @throws AwsServiceError InvalidRequest. */
export function expectedChecksum(headers: ReadonlyMap<string, string>): ExpectedBody['checksum'] {
  const stated = [...headers.keys()].filter((name) =>
    /^x-amz-checksum-(?!algorithm$|mode$|type$)/.test(name),
  );
  const trailer = headers.get('x-amz-trailer')?.trim().toLowerCase();
  const name = stated[0] ?? trailer;
  if (stated.length > 1 || (stated.length === 1 && trailer !== undefined)) {
    throw new AwsServiceError('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  }
  if (name === undefined) {
    if (!headers.has('x-amz-sdk-checksum-algorithm')) return undefined;
    const message =
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.';
    throw new AwsServiceError('InvalidRequest', message);
  }
  const algorithm = checksumAlgorithm(name.replace('x-amz-checksum-', ''));
  if (algorithm === undefined || checksumHeader(algorithm) !== name) {
    throw new AwsServiceError('InvalidRequest', `The local S3 cannot verify the checksum "${name}".`);
  }
  const value = headers.get(name);
  return value === undefined ? { algorithm, inTrailer: true } : { algorithm, value };
}

function decoderFor(payloadHash: string, signature: VerifiedSignature): AwsChunkedDecoder | undefined {
  switch (payloadHash) {
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return new AwsChunkedDecoder();
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return new AwsChunkedDecoder(new ChunkSigner(signature.chunkSeed));
    default:
      return undefined;
  }
}

/**
 * Works out what the body of a signed request must turn out to be.
 * @throws {AwsServiceError} MissingContentLength, InvalidArgument, InvalidRequest, InvalidDigest.
 */
export function expectedBody(
  headers: ReadonlyMap<string, string>,
  signature: VerifiedSignature,
): ExpectedBody {
  const payloadHash = signature.signedPayloadHash;
  const decoder = decoderFor(payloadHash, signature);
  const hashed = /^[0-9a-f]{64}$/.test(payloadHash);
  if (decoder === undefined && !hashed && payloadHash !== 'UNSIGNED-PAYLOAD') {
    const message =
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.';
    throw new AwsServiceError('InvalidArgument', message);
  }
  const framed = /(^|,)\s*aws-chunked\s*(,|$)/.test(headers.get('content-encoding') ?? '');
  if (framed && decoder === undefined) {
    const message = 'An aws-chunked body needs a STREAMING- value in x-amz-content-sha256.';
    throw new AwsServiceError('InvalidArgument', message);
  }
  const bytes = length(headers, decoder === undefined ? 'content-length' : 'x-amz-decoded-content-length');
  if (bytes === undefined) {
    throw new AwsServiceError(
      'MissingContentLength',
      'You must provide the Content-Length HTTP header.',
      411,
    );
  }
  const md5Base64 = headers.get('content-md5');
  if (md5Base64 !== undefined && Buffer.from(md5Base64, 'base64').length !== 16) {
    throw new AwsServiceError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  const checksum = expectedChecksum(headers);
  return {
    bytes,
    ...(md5Base64 !== undefined && { md5Base64 }),
    ...(hashed && { sha256Hex: payloadHash }),
    ...(checksum !== undefined && { checksum }),
    ...(decoder !== undefined && { decoder }),
  };
}
