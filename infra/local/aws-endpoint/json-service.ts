import type { Principal } from '../principal.ts';
import type { RawAnswer } from './raw-answer.ts';

/**
 * A service of the AWS JSON protocols (1.0 and 1.1): DynamoDB, Step Functions, Secrets Manager, ….
 *
 * The endpoint has checked the signature and the body's digest before it calls. A call is refused by throwing
 * AwsServiceError; its code becomes the body's `__type`.
 */
export interface JsonService {
  /**
   * @param operation the part of X-Amz-Target behind the dot: "GetItem".
   * @param body the parsed JSON body; `{}` when there was none.
   * @returns what is serialised as the answer, or an answer already serialised.
   */
  call(operation: string, body: unknown, principal: Principal): Promise<object | RawAnswer>;
}
