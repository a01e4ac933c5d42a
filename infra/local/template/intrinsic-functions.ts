import { evaluateCondition } from './evaluate-condition.ts';
import { isPlainObject } from './plain-object.ts';
import { evaluate, NO_VALUE, type ResolveScope } from './resolve-value.ts';
import { Unresolvable } from './unresolvable.ts';

type Intrinsic = (argument: unknown, scope: ResolveScope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => {
    const name = asText(argument, 'Ref');
    return name === 'AWS::NoValue' ? NO_VALUE : scope.reference(name);
  },
  'Fn::GetAtt': getAttribute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': substitute,
  'Fn::If': chooseBranch,
  'Fn::FindInMap': (argument, scope) => {
    const [map, topKey, secondKey] = asList(evaluate(argument, scope), 'Fn::FindInMap', 3);
    return scope.mapping(
      asText(map, 'Fn::FindInMap'),
      asText(topKey, 'Fn::FindInMap'),
      asText(secondKey, 'Fn::FindInMap'),
    );
  },
  'Fn::Base64': (argument, scope) =>
    Buffer.from(asText(evaluate(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(asText(evaluate(argument, scope), 'Fn::ImportValue')),
  'Fn::GetStackOutput': getStackOutput,
  'Fn::Equals': (argument, scope) => evaluateCondition({ 'Fn::Equals': argument }, scope),
  'Fn::And': (argument, scope) => evaluateCondition({ 'Fn::And': argument }, scope),
  'Fn::Or': (argument, scope) => evaluateCondition({ 'Fn::Or': argument }, scope),
  'Fn::Not': (argument, scope) => evaluateCondition({ 'Fn::Not': argument }, scope),
};

/**
 * Computes one CloudFormation function.
 * @throws Unresolvable for a function that is not modelled or arguments it cannot take.
 */
export function evaluateIntrinsic(name: string, argument: unknown, scope: ResolveScope): unknown {
  const intrinsic = INTRINSICS[name];
  if (intrinsic === undefined) throw new Unresolvable(`the function ${name} is not modelled`);
  return intrinsic(argument, scope);
}

function getAttribute(argument: unknown, scope: ResolveScope): unknown {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1));
  }
  const [logicalId, attribute] = asList(argument, 'Fn::GetAtt', 2);
  return scope.attribute(asText(logicalId, 'Fn::GetAtt'), asText(evaluate(attribute, scope), 'Fn::GetAtt'));
}

function join(argument: unknown, scope: ResolveScope): string {
  const [delimiter, items] = asList(argument, 'Fn::Join', 2);
  const list = asList(evaluate(items, scope), 'Fn::Join');
  return list.map((item) => asText(item, 'Fn::Join')).join(asText(delimiter, 'Fn::Join'));
}

function select(argument: unknown, scope: ResolveScope): unknown {
  const [index, items] = asList(argument, 'Fn::Select', 2);
  const list = asList(evaluate(items, scope), 'Fn::Select');
  const position = Number(evaluate(index, scope));
  if (!Number.isInteger(position) || position < 0 || position >= list.length) {
    throw new Unresolvable(`Fn::Select asks for item ${position} of a list of ${list.length}`);
  }
  return list[position];
}

function split(argument: unknown, scope: ResolveScope): string[] {
  const [delimiter, source] = asList(argument, 'Fn::Split', 2);
  return asText(evaluate(source, scope), 'Fn::Split').split(asText(delimiter, 'Fn::Split'));
}

/** Fn::Sub: `${Name}` and `${Name.Attribute}`; `${!literal}` stays as `${literal}`. */
function substitute(argument: unknown, scope: ResolveScope): string {
  const [text, variables] = Array.isArray(argument) ? asList(argument, 'Fn::Sub', 2) : [argument, {}];
  if (!isPlainObject(variables)) throw new Unresolvable('the second argument of Fn::Sub is not an object');
  return asText(text, 'Fn::Sub').replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const key = name.trim();
    if (Object.hasOwn(variables, key)) return asText(evaluate(variables[key], scope), 'Fn::Sub');
    const dot = key.indexOf('.');
    const value = dot < 0 ? scope.reference(key) : scope.attribute(key.slice(0, dot), key.slice(dot + 1));
    return asText(value, 'Fn::Sub');
  });
}

function chooseBranch(argument: unknown, scope: ResolveScope): unknown {
  const [condition, whenTrue, whenFalse] = asList(argument, 'Fn::If', 3);
  return evaluate(scope.condition(asText(condition, 'Fn::If')) ? whenTrue : whenFalse, scope);
}

/** Fn::GetStackOutput: how newer CDK versions read an output of another stack without an export. */
function getStackOutput(argument: unknown, scope: ResolveScope): unknown {
  if (!isPlainObject(argument)) throw new Unresolvable('Fn::GetStackOutput takes an object');
  const { StackName, OutputName } = argument;
  return scope.stackOutput(
    asText(evaluate(StackName, scope), 'Fn::GetStackOutput'),
    asText(evaluate(OutputName, scope), 'Fn::GetStackOutput'),
  );
}

function asText(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Unresolvable(`${where} needs text here, not ${JSON.stringify(value)}`);
}

function asList(value: unknown, where: string, length?: number): readonly unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new Unresolvable(`${where} needs a list${length === undefined ? '' : ` of ${length}`} here`);
}
