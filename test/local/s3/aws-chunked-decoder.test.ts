import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsChunkedDecoder } from '../../../infra/local/s3/aws-chunked-decoder.ts';
import { ChunkSigner } from '../../../infra/local/signature/chunk-signer.ts';

const seed = { key: Buffer.from('key'), scope: 'scope', amzDate: '20261122T000000Z', signature: 'seed' };
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Frames payload as a client would; signed when asked to. */
function frame(payload: readonly Uint8Array[], trailers: readonly string[], signed: boolean): Buffer {
  let previous = seed.signature;
  const sign = (kind: string, rest: string) => {
    const toSign = [`AWS4-HMAC-SHA256-${kind}`, seed.amzDate, seed.scope, previous, rest].join('\n');
    previous = createHmac('sha256', seed.key).update(toSign).digest('hex');
    return previous;
  };
  const header = (bytes: Uint8Array) => {
    const size = bytes.length.toString(16);
    return signed ? `${size};chunk-signature=${sign('PAYLOAD', `${sha256('')}\n${sha256(bytes)}`)}` : size;
  };
  const chunks = payload
    .filter((bytes) => bytes.length > 0)
    .flatMap((bytes) => [Buffer.from(`${header(bytes)}\r\n`), bytes, Buffer.from('\r\n')]);
  const end = `${header(Buffer.alloc(0))}\r\n${trailers.map((line) => `${line}\r\n`).join('')}`;
  const signature =
    signed && trailers.length > 0
      ? `x-amz-trailer-signature:${sign('TRAILER', sha256(trailers.map((line) => `${line}\n`).join('')))}\r\n`
      : '';
  return Buffer.concat([...chunks, Buffer.from(`${end}${signature}\r\n`)]);
}

function decode(decoder: AwsChunkedDecoder, bytes: Uint8Array, cuts: readonly number[]): Buffer {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const out: Uint8Array[] = [];
  for (const [index, edge] of edges.entries()) {
    for (const piece of decoder.push(bytes.subarray(edges[index - 1] ?? 0, edge))) out.push(piece);
  }
  decoder.finish();
  return Buffer.concat(out);
}

describe('AwsChunkedDecoder', () => {
  it.each([false, true])('gives the payload back however the network cuts it (signed: %s)', (signed) => {
    const payload = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 });
    const trailers = fc.constantFrom<string[]>([], ['x-amz-checksum-crc32:AAAAAA==']);
    fc.assert(
      fc.property(payload, trailers, fc.array(fc.nat(400)), (parts, lines, cuts) => {
        const decoder = new AwsChunkedDecoder(signed ? new ChunkSigner(seed) : undefined);
        const decoded = decode(decoder, frame(parts, lines, signed), cuts);
        expect(Buffer.compare(decoded, Buffer.concat(parts))).toBe(0);
        expect(decoder.trailers.get('x-amz-checksum-crc32')).toBe(lines.length > 0 ? 'AAAAAA==' : undefined);
      }),
    );
  });

  it('refuses every body that ends early', () => {
    const whole = frame([Buffer.from('payload')], ['x-amz-checksum-crc32:AAAAAA=='], false);
    // Only the very last empty line may be missing.
    for (let end = 0; end < whole.length - 2; end++) {
      if (end === whole.indexOf('x-amz')) continue;
      expect(() => decode(new AwsChunkedDecoder(), whole.subarray(0, end), [])).toThrow('malformed');
    }
  });

  it('refuses a size that is none, a chunk longer than it says, bytes after the end, and endless lines', () => {
    const refuse = (body: string) =>
      expect(() => decode(new AwsChunkedDecoder(), Buffer.from(body, 'latin1'), [])).toThrow('malformed');
    refuse('zz\r\n');
    refuse('-1\r\n');
    refuse('2\r\nabc\r\n0\r\n\r\n');
    refuse('1\r\na\r\n0\r\n\r\nmore');
    refuse('0\r\nno colon\r\n\r\n');
    refuse('1'.repeat(20_000));
  });

  it('refuses a changed byte, a changed trailer and a missing signature of a signed body', () => {
    const whole = frame([Buffer.from('payload')], ['x-amz-checksum-crc32:AAAAAA=='], true).toString('latin1');
    const refuse = (body: string) =>
      expect(() =>
        decode(new AwsChunkedDecoder(new ChunkSigner(seed)), Buffer.from(body, 'latin1'), []),
      ).toThrow('does not match');
    refuse(whole.replace('payload', 'Payload'));
    refuse(whole.replace('AAAAAA', 'AAAAAB'));
    refuse(whole.replace(/x-amz-trailer-signature:\w+\r\n/, ''));
    refuse(whole.replace(/;chunk-signature=\w+/, ''));
  });
});
