import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '../principal.ts';
import { canonicalRequest } from '../signature/canonical-request.ts';
import { scopeText } from '../signature/credential-scope.ts';
import { signingKey } from '../signature/signing-key.ts';

/** A read of S3 that is to be signed. */
export interface S3Read {
  readonly method: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly host: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly date: Date;
}

/** SHA-256 of the empty body that a read has. */
const EMPTY_HASH = createHash('sha256').digest('hex');
const SIGNED_HEADERS = ['host', 'x-amz-content-sha256', 'x-amz-date'];

/** The headers that sign a read (SigV4), as origin access control adds them. */
export function signS3Read(read: S3Read): Record<string, string> {
  const amzDate = `${read.date.toISOString().replace(/[:-]|\.\d+/g, '')}`;
  const scope = { day: amzDate.slice(0, 8), region: read.region, service: 's3' };
  const headers = { host: read.host, 'x-amz-content-sha256': EMPTY_HASH, 'x-amz-date': amzDate };
  const canonical = canonicalRequest({
    method: read.method,
    rawPath: read.rawPath,
    rawQuery: read.rawQuery,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    signedHeaders: SIGNED_HEADERS,
    payloadHash: EMPTY_HASH,
    service: 's3',
  });
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', amzDate, scopeText(scope), hash].join('\n');
  const key = signingKey(read.credentials.secretAccessKey, scope);
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const credential = `${read.credentials.accessKeyId}/${scopeText(scope)}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${SIGNED_HEADERS.join(';')}, Signature=${signature}`,
  };
}
