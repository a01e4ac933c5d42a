/** @throws Error with a sentence when the stack has no such output. */
export function stackOutput(noun: string, outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (value === undefined) {
    throw new Error(`The ${noun} that is deployed has no output ${name}: deploy this version of it first.`);
  }
  return value;
}
