/** What one invocation came to, in the terms of Lambda's Invoke. */
export type InvocationResult =
  | { readonly payload: unknown }
  | {
      readonly error: {
        readonly errorType: string;
        readonly errorMessage: string;
        readonly trace?: readonly string[];
      };
    };

/**
 * Invokes a function for a task of a state machine with the given role.
 *
 * `onStart` is to be called when the function begins to run. The local Lambda lets calls wait for a free
 * environment where AWS would start another, and a task's TimeoutSeconds must not count that wait: a burst of
 * executions would time out here that runs through on AWS. A task whose `onStart` is never called never times out.
 *
 * Rejects with an AwsServiceError where Lambda itself refuses the call.
 */
export type InvokeLambda = (
  functionArn: string,
  payload: unknown,
  roleName: string,
  onStart: () => void,
) => Promise<InvocationResult>;
