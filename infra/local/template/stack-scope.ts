import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { onceEach } from './once-each.ts';
import { parameterValue } from './parameter-value.ts';
import type { AssemblyStack } from './read-assembly.ts';
import { evaluate, type ResolveScope } from './resolve-value.ts';
import type { ResourceIdentity, ResourceModel } from './resource-model.ts';
import { modelledTypes } from './resources/modelled-types.ts';
import { Unresolvable } from './unresolvable.ts';

/** What one stack needs of the others. */
export interface OtherStacks {
  importValue(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
}

/** A resource with its model, as far as both are known without its properties. */
interface NamedResource {
  readonly identity: ResourceIdentity;
  readonly model: ResourceModel;
}

/** The lookups of one stack; everything is computed when first asked for, so the order does not matter. */
export interface StackScope extends ResolveScope {
  /** @throws Unresolvable for a type that is not modelled */
  resource(logicalId: string): NamedResource;
  /** Whether the resource or output exists under the current parameters. */
  exists(element: { readonly Condition?: string | undefined }): boolean;
}

/** Makes the lookups of a stack. */
export function stackScope(
  { name: stack, template }: AssemblyStack,
  parameters: Readonly<Record<string, string>>,
  others: OtherStacks,
): StackScope {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': LOCAL_ACCOUNT,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': LOCAL_REGION,
    'AWS::StackId': `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${stack}/local`,
    'AWS::StackName': stack,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  const scope: StackScope = {
    resource: onceEach((logicalId) => {
      const resource = template.Resources[logicalId];
      if (resource === undefined || !scope.exists(resource)) {
        throw new Unresolvable(`${logicalId} is neither a parameter nor a resource of the stack ${stack}`);
      }
      const model = modelledTypes.get(resource.Type);
      if (model === undefined)
        throw new Unresolvable(`the type ${resource.Type} of ${logicalId} is not modelled`);
      const chosen = model.nameProperty === undefined ? undefined : resource.Properties[model.nameProperty];
      const name =
        chosen === undefined ? model.physicalName(stack, logicalId) : String(evaluate(chosen, scope));
      return { identity: { stack, logicalId, type: resource.Type, name }, model };
    }),
    exists: ({ Condition }) => Condition === undefined || scope.condition(Condition),
    reference: onceEach((name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const parameter = template.Parameters[name];
      if (parameter !== undefined) return parameterValue(name, parameter, parameters[name]);
      const { model, identity } = scope.resource(name);
      return model.reference(identity);
    }),
    attribute(logicalId, attribute) {
      const { model, identity } = scope.resource(logicalId);
      const value = model.attributes[attribute];
      if (value === undefined) {
        throw new Unresolvable(`the attribute ${attribute} of ${logicalId} (${model.type}) is not modelled`);
      }
      return value(identity);
    },
    condition: onceEach((name) => {
      const condition = template.Conditions[name];
      if (condition === undefined) throw new Unresolvable(`the condition ${name} does not exist`);
      return evaluateCondition(condition, scope);
    }),
    mapping(map, topKey, secondKey) {
      const value = template.Mappings[map]?.[topKey]?.[secondKey];
      if (value === undefined) {
        throw new Unresolvable(`the mapping ${map} has no ${topKey}.${secondKey}`);
      }
      return value;
    },
    importValue: others.importValue,
    stackOutput: others.stackOutput,
  };
  return scope;
}
