/**
 * What one evaluation may take in hours, from the first function to the last. An entry that is older and has not
 * ended never will: its execution was never started.
 */
export const LONGEST_EVALUATION_HOURS = 3;
