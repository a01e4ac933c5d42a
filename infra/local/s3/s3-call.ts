import type { IncomingMessage } from 'node:http';
import type { Principal } from '../principal.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';

/** One authenticated S3 request, taken apart. */
export interface S3Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  /** Empty for the list of buckets. */
  readonly bucket: string;
  /** Empty for calls on the bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** By lower-case name; holds also the x-amz-* headers that a presigned URL carries in its query. */
  readonly headers: ReadonlyMap<string, string>;
  readonly principal: Principal;
  readonly signature: VerifiedSignature;
}
