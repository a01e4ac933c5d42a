/** Who makes a call: an account that showed its token, or somebody at an address. */
export type Caller<Account> =
  | { readonly kind: 'account'; readonly account: Account; readonly address: string }
  | { readonly kind: 'anonymous'; readonly address: string };

/** A file that came with a form. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** One call of the API, checked: what a use case answers. */
export interface CallRequest<Params, Account> {
  readonly params: Params;
  readonly caller: Caller<Account>;
  /** By the name of the form field; only those that the call knows. */
  readonly files: Readonly<Record<string, UploadedFile>>;
}
