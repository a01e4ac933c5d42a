import * as z from 'zod';

/**
 * A name StartExecution accepts: 1 to 80 characters, without white space, brackets, wildcards, control and other
 * special characters (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
 */
export const executionName = z
  .string()
  .min(1)
  .max(80)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it must refuse.
  .regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]+$/);
