import { createHash, type Hash } from 'node:crypto';
import { AwsServiceError } from '../aws-service-error.ts';
import type { ChunkSigner } from '../signature/chunk-signer.ts';

/** A chunk header or trailer longer than this is no honest one; it bounds what is held in memory. */
const MAXIMUM_LINE_BYTES = 16 * 1024;
const NEW_LINE = Buffer.from('\r\n');
const HEADER = /^([0-9a-fA-F]{1,16})(?:;chunk-signature=([0-9a-f]{64}))?$/;

function malformed(what: string): AwsServiceError {
  return new AwsServiceError('IncompleteBody', `The aws-chunked body is malformed: ${what}.`, 400);
}

/**
 * Takes an aws-chunked body apart as it arrives, however the network cut it:
 * `<hex size>[;chunk-signature=…]CRLF <data> CRLF`, …, `0[;chunk-signature=…]CRLF`, trailing headers, CRLF.
 * With a signer, every chunk must be signed; without, none may be expected to be.
 */
export class AwsChunkedDecoder {
  /** Trailing headers by lower-case name; complete after `finish`. */
  readonly trailers = new Map<string, string>();
  readonly #signer: ChunkSigner | undefined;
  #state: 'header' | 'data' | 'data-end' | 'trailer' | 'done' = 'header';
  #line: Buffer = Buffer.alloc(0);
  #remaining = 0;
  #signature = '';
  #hash: Hash | undefined;

  constructor(signer?: ChunkSigner) {
    this.#signer = signer;
  }

  /** Yields the pieces of payload in `bytes`. @throws {AwsServiceError} IncompleteBody, SignatureDoesNotMatch. */
  *push(bytes: Uint8Array): Generator<Uint8Array> {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    while (rest.length > 0) {
      if (this.#state === 'data') {
        const piece = rest.subarray(0, this.#remaining);
        rest = rest.subarray(piece.length);
        this.#remaining -= piece.length;
        this.#hash?.update(piece);
        if (this.#remaining === 0) this.#state = 'data-end';
        yield piece;
      } else {
        rest = this.#takeLine(rest);
      }
    }
  }

  /** Call when the body ended. @throws {AwsServiceError} IncompleteBody when it ended too early. */
  finish(): void {
    // Some clients leave out the empty line after the last trailing header.
    const ended = this.#state === 'done' || (this.#state === 'trailer' && this.#line.length === 0);
    if (!ended) throw malformed('it ended early');
    this.#verifyTrailers();
  }

  /** Collects a line that may come in several pieces; returns what follows it. */
  #takeLine(bytes: Buffer): Buffer {
    if (this.#state === 'done') throw malformed('bytes follow its end');
    const held = this.#line.length;
    const joined = held === 0 ? bytes : Buffer.concat([this.#line, bytes]);
    const end = joined.indexOf(NEW_LINE);
    if (end > MAXIMUM_LINE_BYTES || (end < 0 && joined.length > MAXIMUM_LINE_BYTES)) {
      throw malformed('a line is too long');
    }
    if (end < 0) {
      this.#line = Buffer.from(joined);
      return Buffer.alloc(0);
    }
    this.#line = Buffer.alloc(0);
    this.#readLine(joined.subarray(0, end).toString('latin1'));
    return joined.subarray(end + NEW_LINE.length);
  }

  #readLine(line: string): void {
    if (this.#state === 'data-end') {
      if (line !== '') throw malformed('a chunk is longer than it says');
      this.#signer?.verifyChunk(this.#hash?.digest('hex') ?? '', this.#signature);
      this.#state = 'header';
    } else if (this.#state === 'header') {
      this.#readHeader(line);
    } else if (line === '') {
      this.#state = 'done';
    } else {
      const colon = line.indexOf(':');
      if (colon <= 0) throw malformed('a trailing header has no name');
      this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      if (this.trailers.size > 20) throw malformed('it has too many trailing headers');
    }
  }

  #readHeader(line: string): void {
    const match = HEADER.exec(line);
    if (match === null) throw malformed('a chunk has no valid size');
    this.#remaining = Number.parseInt(match[1] ?? '', 16);
    this.#signature = match[2] ?? '';
    if (this.#signer !== undefined) this.#hash = createHash('sha256');
    if (this.#remaining > 0) {
      this.#state = 'data';
      return;
    }
    this.#signer?.verifyChunk(this.#hash?.digest('hex') ?? '', this.#signature);
    this.#state = 'trailer';
  }

  #verifyTrailers(): void {
    const signature = this.trailers.get('x-amz-trailer-signature');
    if (this.#signer === undefined || (this.trailers.size === 0 && signature === undefined)) return;
    this.#signer.verifyTrailers(this.trailers, signature ?? '');
  }
}
