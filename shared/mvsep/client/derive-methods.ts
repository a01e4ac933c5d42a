import type * as z from 'zod';
import type { ApiCall } from '../contract/call.ts';
import { type CallMethod, callMethod } from './call-method.ts';
import type { MvsepSettings } from './call-mvsep.ts';

type GroupOf<Name> = Name extends `${infer Group}.${string}` ? Group : never;

/** The methods of calls, in groups: `app.news` of the contract is `news` of `app`. */
export type MethodsOf<Call extends { readonly name: string }> = {
  readonly [Group in GroupOf<Call['name']>]: {
    readonly [One in Call as One['name'] extends `${Group}.${infer Method}`
      ? Method
      : never]: CallMethod<One>;
  };
};

/** Makes the methods of a client from entries of the contract. */
export function deriveMethods<Call extends ApiCall<z.ZodType, z.ZodType>>(
  settings: MvsepSettings,
  calls: readonly Call[],
): MethodsOf<Call>;
export function deriveMethods(
  settings: MvsepSettings,
  calls: readonly ApiCall<z.ZodType, z.ZodType>[],
): object {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const call of calls) {
    const [group = '', method = ''] = call.name.split('.');
    groups[group] = { ...groups[group], [method]: callMethod(settings, call) };
  }
  return groups;
}
