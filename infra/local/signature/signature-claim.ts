import type { CredentialScope } from './credential-scope.ts';

/** What a request says about its own signature, before anything of it is believed. */
export interface SignatureClaim {
  readonly form: 'header' | 'query';
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  /** Lower-case hexadecimal. */
  readonly signature: string;
  /** The X-Amz-Date text as sent: it goes into the string to sign unchanged. */
  readonly amzDate: string;
  readonly signedAt: Date;
  /** Presigned queries only. */
  readonly expiresSeconds?: number;
}
