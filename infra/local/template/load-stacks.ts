import { type LoadedResource, type LoadedStacks, loadedStacks } from './loaded-stacks.ts';
import type { AssemblyStack } from './read-assembly.ts';
import { evaluate, resolveValue } from './resolve-value.ts';
import { schemaProblems } from './schema-problems.ts';
import { type StackScope, stackScope } from './stack-scope.ts';
import type { TemplateResource } from './template-schema.ts';
import { type TemplateProblem, Unmodelled } from './unmodelled.ts';
import { Unresolvable } from './unresolvable.ts';
import { withoutPaths } from './without-paths.ts';

export interface LoadOptions {
  readonly stacks: readonly AssemblyStack[];
  /** By stack, then by parameter. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Resolves stacks and checks every resource against its model.
 * @throws Unmodelled with all problems of all stacks
 */
export function loadStacks({ stacks, parameters = {} }: LoadOptions): LoadedStacks {
  const problems: TemplateProblem[] = [];
  const scopes = linkScopes(stacks, parameters);
  const resources: LoadedResource[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  for (const stack of stacks) {
    const scope = scopeOf(scopes, stack.name);
    problems.push(...unknownParameters(stack, parameters[stack.name] ?? {}));
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      const report = (path: string, reason: string) => {
        problems.push({ stack: stack.name, logicalId, type: resource.Type, path, reason });
      };
      const loaded = loadResource(logicalId, resource, scope, report);
      if (loaded !== undefined) resources.push(loaded);
    }
    outputs[stack.name] = loadOutputs(stack, scope, problems);
  }
  problems.push(...takenNames(resources));
  if (problems.length > 0) throw new Unmodelled(problems);
  return loadedStacks(resources, outputs);
}

function linkScopes(
  stacks: readonly AssemblyStack[],
  parameters: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Map<string, StackScope> {
  const scopes = new Map<string, StackScope>();
  const outputValue = (stackName: string, outputName: string): unknown => {
    const output = stacks.find(({ name }) => name === stackName)?.template.Outputs[outputName];
    if (output === undefined)
      throw new Unresolvable(`no loaded stack ${stackName} has an output ${outputName}`);
    return evaluate(output.Value, scopeOf(scopes, stackName));
  };
  const others = {
    stackOutput: outputValue,
    importValue(exportName: string): unknown {
      for (const { name, template } of stacks) {
        for (const [outputName, { Export }] of Object.entries(template.Outputs)) {
          if (Export !== undefined && evaluate(Export.Name, scopeOf(scopes, name)) === exportName) {
            return outputValue(name, outputName);
          }
        }
      }
      throw new Unresolvable(`no loaded stack exports ${exportName}`);
    },
  };
  for (const stack of stacks) scopes.set(stack.name, stackScope(stack, parameters[stack.name] ?? {}, others));
  return scopes;
}

function scopeOf(scopes: ReadonlyMap<string, StackScope>, stack: string): StackScope {
  const scope = scopes.get(stack);
  if (scope === undefined) throw new Unresolvable(`the stack ${stack} is not loaded`);
  return scope;
}

function loadResource(
  logicalId: string,
  resource: TemplateResource,
  scope: StackScope,
  report: (path: string, reason: string) => void,
): LoadedResource | undefined {
  try {
    if (!scope.exists(resource)) return undefined;
    const { identity, model } = scope.resource(logicalId);
    let whole = true;
    const ignored = Object.keys(model.withoutEffect);
    // Before resolving, so that nothing without effect can be a problem; after it, for what Fn::If chose.
    const relevant = withoutPaths(resource.Properties, ignored);
    const resolved = resolveValue(relevant, scope, (path, reason) => {
      whole = false;
      report(path, reason);
    });
    const properties = withoutPaths(resolved, ignored);
    const parsed = model.schema.safeParse(properties);
    if (!parsed.success) {
      for (const { path, reason } of schemaProblems(parsed.error)) {
        // A property that could not be resolved is absent, and has been reported already.
        if (whole || reason === 'this property is not modelled') report(path, reason);
      }
    }
    return { identity, properties };
  } catch (error) {
    if (!(error instanceof Unresolvable)) throw error;
    report('', error.message);
    return undefined;
  }
}

function loadOutputs(
  stack: AssemblyStack,
  scope: StackScope,
  problems: TemplateProblem[],
): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [logicalId, output] of Object.entries(stack.template.Outputs)) {
    try {
      if (scope.exists(output)) outputs[logicalId] = String(evaluate(output.Value, scope));
    } catch (error) {
      if (!(error instanceof Unresolvable)) throw error;
      problems.push({ stack: stack.name, logicalId, type: 'output', path: 'Value', reason: error.message });
    }
  }
  return outputs;
}

function unknownParameters(stack: AssemblyStack, given: Readonly<Record<string, string>>): TemplateProblem[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(stack.template.Parameters, name))
    .map((name) => ({
      stack: stack.name,
      logicalId: name,
      type: 'parameter',
      path: '',
      reason: 'a value was given, but the template declares no such parameter',
    }));
}

/** Two stacks may choose the same name; on AWS the second deployment would fail. */
function takenNames(resources: readonly LoadedResource[]): TemplateProblem[] {
  const owners = new Map<string, string>();
  return resources.flatMap(({ identity: { stack, logicalId, type, name } }) => {
    const owner = owners.get(`${type} ${name}`);
    if (owner === undefined) owners.set(`${type} ${name}`, `${stack}/${logicalId}`);
    return owner === undefined
      ? []
      : [{ stack, logicalId, type, path: '', reason: `its name ${name} is taken by ${owner}` }];
  });
}
