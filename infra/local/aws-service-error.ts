/**
 * An error as an AWS service answers it: the error code a client switches on, the HTTP status, and
 * whatever further elements the service adds to the body ("Condition" of a failed precondition, …).
 */
export class AwsServiceError extends Error {
  override readonly name = 'AwsServiceError';
  readonly code: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}
