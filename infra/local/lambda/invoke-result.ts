/** A function error, as AWS answers it in the payload of an Invoke with `FunctionError` set. */
export interface InvokeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What one invocation came to: the value the handler returned, or the error it ended in. */
export type InvokeResult = { readonly payload: unknown } | { readonly error: InvokeError };
