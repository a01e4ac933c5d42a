import type * as z from 'zod';
import type { ApiCall } from '../contract/call.ts';
import type { CamelKey } from '../contract/camel-keys.ts';
import { callMvsep, type MvsepSettings } from './call-mvsep.ts';

export interface Signalled {
  readonly signal?: AbortSignal;
}

/** The fields of a call in camel case; those with a default may be left out. */
export type CallFields<Params extends z.ZodType> = {
  readonly [Key in keyof z.input<Params> as CamelKey<Key>]: Key extends keyof z.output<Params>
    ? z.output<Params>[Key]
    : never;
};

type Given<Fields> =
  Record<string, never> extends Fields
    ? [fields?: Fields, options?: Signalled]
    : [fields: Fields, options?: Signalled];

/** A call as a function. It throws the errors named at `callMvsep`. */
export type CallMethod<Call> =
  Call extends ApiCall<infer Params, infer Answer, z.ZodType, string>
    ? (...given: Given<CallFields<Params>>) => Promise<z.output<Answer>>
    : never;

/** The method of one entry of the contract. */
export function callMethod(
  settings: MvsepSettings,
  call: ApiCall<z.ZodType, z.ZodType>,
): (fields?: object, options?: Signalled) => Promise<unknown> {
  return (fields = {}, options = {}) => callMvsep(settings, call, snakeKeys(fields), options);
}

function snakeKeys(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
