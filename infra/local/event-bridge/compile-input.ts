import type { BusEvent } from '../bus-event.ts';
import { compileTemplate } from './compile-template.ts';
import { jsonPath } from './json-path.ts';

/** How a target of a rule wants the event; at most one of the three. */
export interface TargetInput {
  /** Constant JSON text. */
  readonly input?: string | undefined;
  readonly inputPath?: string | undefined;
  readonly inputTransformer?:
    | {
        readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
        readonly InputTemplate: string;
      }
    | undefined;
}

/** Rule that an event matched, for the predefined variables of a template. */
export interface MatchedRule {
  readonly name: string;
  readonly arn: string;
}

/** Makes the payload that a target gets; throws when the result is not JSON. */
export type MakePayload = (event: BusEvent, rule: MatchedRule) => unknown;

/** @throws Error when the input cannot be compiled, so that a bad rule fails at start. */
export function compileInput({ input, inputPath, inputTransformer }: TargetInput): MakePayload {
  if ([input, inputPath, inputTransformer].filter((given) => given !== undefined).length > 1) {
    throw new Error('A target may have only one of Input, InputPath and InputTransformer.');
  }
  if (input !== undefined) {
    const constant: unknown = JSON.parse(input);
    return () => constant;
  }
  if (inputPath !== undefined) return jsonPath(inputPath);
  if (inputTransformer !== undefined) {
    return compileTemplate(inputTransformer.InputTemplate, inputTransformer.InputPathsMap ?? {});
  }
  return (event) => event;
}
