import { ServiceError } from './service-error.ts';

/** Statuses with which a call is refused. */
type RefusalStatus = 400 | 401 | 404 | 405 | 413 | 429 | 502 | 503;

/** What an answer to a refused call carries beside its sentence. */
export interface RefusalDetails {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sentences by field, for the calls whose clients read `message` as an object of arrays. */
  readonly byField?: Readonly<Record<string, readonly string[]>>;
  /** Whether the fields of the call are wrong as such: the same call will never be answered otherwise. */
  readonly isAboutFields?: boolean;
  readonly cause?: unknown;
}

/** A call of the MVSep API that is answered with an HTTP error; the message is shown to the caller. */
export class CallRefusal extends ServiceError {
  override readonly name = 'CallRefusal';
  readonly status: RefusalStatus;
  readonly headers: Readonly<Record<string, string>>;
  readonly byField: Readonly<Record<string, readonly string[]>> | undefined;
  readonly isAboutFields: boolean;

  constructor(status: RefusalStatus, message: string, details: RefusalDetails = {}) {
    const { headers = {}, byField, isAboutFields = false, cause } = details;
    super(message, { retryable: false, charged: 'no', cause });
    this.status = status;
    this.headers = headers;
    this.byField = byField;
    this.isAboutFields = isAboutFields;
  }
}
