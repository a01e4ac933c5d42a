import type * as z from 'zod';
import { isPlainObject } from './plain-object.ts';
import type { ResourceIdentity, ResourceModel } from './resource-model.ts';

/** A resource whose properties are resolved and checked against its model. */
export interface LoadedResource<Properties = unknown> {
  readonly identity: ResourceIdentity;
  readonly properties: Properties;
}

/** Stacks whose every resource is modelled. */
export interface LoadedStacks {
  /** Every resource of one type, in the order of the templates. */
  of<Schema extends z.ZodType>(model: ResourceModel<Schema>): LoadedResource<z.output<Schema>>[];
  readonly resources: readonly LoadedResource[];
  /** By stack, then by output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The same with every text of properties and outputs changed, to put local addresses in place. */
  rewritten(rewrite: (text: string) => string): LoadedStacks;
}

/** Resources and outputs as something to ask for by type. */
export function loadedStacks(
  resources: readonly LoadedResource[],
  outputs: LoadedStacks['outputs'],
): LoadedStacks {
  return {
    resources,
    outputs,
    of: (model) =>
      resources
        .filter(({ identity }) => identity.type === model.type)
        .map(({ identity, properties }) => ({ identity, properties: model.schema.parse(properties) })),
    rewritten: (rewrite) =>
      loadedStacks(
        resources.map(({ identity, properties }) => ({
          identity,
          properties: rewriteTexts(properties, rewrite),
        })),
        Object.fromEntries(
          Object.entries(outputs).map(([stack, values]) => [
            stack,
            Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rewrite(value)])),
          ]),
        ),
      ),
  };
}

function rewriteTexts(value: unknown, rewrite: (text: string) => string): unknown {
  if (typeof value === 'string') return rewrite(value);
  if (Array.isArray(value)) return value.map((item) => rewriteTexts(item, rewrite));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewriteTexts(item, rewrite)]));
}
