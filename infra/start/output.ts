import type { LocalCloud } from '../local/local-cloud.ts';

/** The value of an output that the stack is known to have. */
export function output(cloud: LocalCloud, stack: string, name: string): string {
  const value = cloud.outputs[stack]?.[name];
  if (value === undefined) throw new Error(`The stack ${stack} has no output ${name}.`);
  return value;
}
