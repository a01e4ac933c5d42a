import type { HttpApiParts } from './http-api.ts';
import type { FunctionResult } from './http-api-config.ts';

/** What API Gateway calls, and how long it waits. */
interface FunctionCall {
  readonly functionArn: string;
  readonly event: object;
  /** See `InvokeFunction`. */
  readonly source: string;
  readonly milliseconds: number;
}

/**
 * Calls a function for a request. One that cannot be invoked at all is to the caller one that failed.
 *
 * @returns undefined after the timeout. The function goes on then, as it does on AWS; only its answer is not waited for.
 */
export async function callFunction(
  { invoke, api }: Pick<HttpApiParts, 'invoke' | 'api'>,
  { functionArn, event, source, milliseconds }: FunctionCall,
): Promise<FunctionResult | undefined> {
  const result = invoke(functionArn, event, source).catch((error: unknown): FunctionResult => {
    console.error(`The HTTP API ${api.name} could not invoke ${functionArn}:`, error);
    return { error: { errorType: 'InvocationFailed', errorMessage: String(error) } };
  });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
