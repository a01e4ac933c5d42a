/** How an AWS SDK client reaches a deployment; the credentials of the environment where none are named. */
interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A stack of the app that runs somewhere, as far as its operator needs to know. */
export interface Deployment {
  /** For a person: `the local cloud in .local`. */
  readonly name: string;
  /**
   * Settings for a client. A copy each time: the SDK writes into what it is given.
   *
   * @example new S3Client(deployment.clientSettings());
   */
  clientSettings(): ClientSettings;
  /**
   * An output of its stack, such as `BucketName`.
   *
   * @throws Error with a sentence when the stack is older than the output.
   */
  output(name: string): string;
}
