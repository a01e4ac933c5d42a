import type { Account } from '../accounts/account.ts';

/** Who makes a call: an account that showed its token, or somebody at an address. */
export type Caller =
  | { readonly kind: 'account'; readonly account: Account; readonly address: string }
  | { readonly kind: 'anonymous'; readonly address: string };

/** A file that came with a form. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** One call of the API, checked: what a use case of the Engine answers. */
export interface CallRequest<Params> {
  readonly params: Params;
  readonly caller: Caller;
  /** By the name of the form field; only those that the call knows. */
  readonly files: Readonly<Record<string, UploadedFile>>;
}
