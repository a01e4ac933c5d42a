import type { Principal } from '../principal.ts';

/** A call of a service of the REST-JSON protocol: the operation is in method and path. */
export interface RestCall {
  readonly method: string;
  /** Without the query, percent-encoded: "/v2/email/outbound-emails". */
  readonly path: string;
  /** The parsed JSON body; `{}` when there was none. */
  readonly body: unknown;
}

/**
 * A service of the AWS REST-JSON protocol, told apart by the service that a request was signed for.
 *
 * The endpoint has checked the signature and the body's digest before it calls. A call is refused by throwing
 * AwsServiceError.
 */
export interface RestService {
  /** @returns what is serialised as the answer. */
  call(call: RestCall, principal: Principal): Promise<object>;
}
