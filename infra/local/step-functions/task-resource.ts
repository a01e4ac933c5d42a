/** What a Task does: call a function by its ARN, or through the Lambda integration with or without a token. */
export type TaskResource =
  | { readonly kind: 'function'; readonly functionArn: string }
  | { readonly kind: 'invoke' }
  | { readonly kind: 'invoke-and-wait' };

/** Reads the Resource of a Task; undefined for one that is not supported. */
export function taskResource(resource: string): TaskResource | undefined {
  if (/^arn:[\w-]+:lambda:[\w-]*:\d*:function:[\w-]+(:[\w$-]+)?$/.test(resource)) {
    return { kind: 'function', functionArn: resource };
  }
  if (/^arn:[\w-]+:states:[\w-]*:\d*:lambda:invoke$/.test(resource)) return { kind: 'invoke' };
  if (/^arn:[\w-]+:states:[\w-]*:\d*:lambda:invoke\.waitForTaskToken$/.test(resource)) {
    return { kind: 'invoke-and-wait' };
  }
  return undefined;
}
