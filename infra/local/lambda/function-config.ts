import type { Credentials } from '../principal.ts';
import type { InvokeError } from './invoke-result.ts';

/** One AWS::Lambda::Function of the template, resolved. */
export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  /** The unpacked asset: what AWS would put under /var/task. */
  readonly directory: string;
  /** "file.export", the file without its extension: "index.handler". */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** The function's own variables, addresses already local. */
  readonly environment: Readonly<Record<string, string>>;
  /** Key pair of the function's role. */
  readonly credentials: Credentials;
  /** As on AWS: never more environments at once than this; 0 refuses every call. */
  readonly reservedConcurrency?: number;
  /** Takes an asynchronous event that failed on every attempt (dead-letter queue, failure destination). */
  readonly onFailure?: (event: unknown, error: InvokeError) => void;
  /** Retries of an asynchronous invocation, 0 to 2. AWS's default is 2. */
  readonly maximumRetryAttempts?: number;
}
