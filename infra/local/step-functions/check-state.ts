import { type PathPlace, pathProblem } from './check-path.ts';
import { checkFields, type DefinitionProblems } from './definition-problems.ts';
import { isJsonObject } from './json.ts';
import { CATCHER_FIELDS, COMMON_FIELDS, RETRIER_FIELDS, STATE_FIELDS } from './state-fields.ts';
import { taskResource } from './task-resource.ts';

/** setTimeout counts to 2^31-1 ms; beyond that a wait would end at once. */
const LONGEST_WAIT_SECONDS = 2_147_483;

/** Adds to `problems` what one state uses that does not run here as on AWS. */
export function checkState(
  name: string,
  state: Record<string, unknown>,
  place: { insideMap: boolean },
  problems: DefinitionProblems,
): void {
  const where = `the state "${name}"`;
  const report = (problem: string): void => {
    problems.list.push(`${where} ${problem}`);
  };
  const known = STATE_FIELDS[String(state.Type)];
  if (known === undefined) {
    report(`has the unknown Type ${String(state.Type)}`);
    return;
  }
  checkFields(where, state, [...COMMON_FIELDS, ...known], problems);
  checkResultPath(state.ResultPath, report);
  for (const retrier of recordsIn(state.Retry)) {
    checkFields(`a Retry of "${name}"`, retrier, RETRIER_FIELDS, problems);
  }
  for (const catcher of recordsIn(state.Catch)) {
    checkFields(`a Catch of "${name}"`, catcher, CATCHER_FIELDS, problems);
    checkResultPath(catcher.ResultPath, report);
  }
  if (state.Type === 'Task') checkTask(state, report);
  if (state.Type === 'Pass' && 'Result' in state && !state.Result) {
    report(`has the Result ${JSON.stringify(state.Result)}, which the interpreter ignores`);
  }
  if (state.Type === 'Wait' && Number(state.Seconds ?? 0) > LONGEST_WAIT_SECONDS) {
    report(`waits for more than ${LONGEST_WAIT_SECONDS} seconds`);
  }
  checkPaths(state, { insideMap: place.insideMap, hasTaskToken: waitsForToken(state) }, report);
}

function checkResultPath(path: unknown, report: (problem: string) => void): void {
  if (path === undefined || path === null) return;
  if (typeof path === 'string' && /^\$(\.[A-Za-z0-9_-]+)*$/.test(path)) return;
  report(`has the ResultPath ${JSON.stringify(path)}; only null, "$" and "$.name.name" are supported`);
}

function checkTask(state: Record<string, unknown>, report: (problem: string) => void): void {
  const resource = taskResource(String(state.Resource));
  if (resource === undefined) {
    report(
      `has the Resource ${String(state.Resource)}; supported are a function's ARN, ` +
        'arn:aws:states:::lambda:invoke and arn:aws:states:::lambda:invoke.waitForTaskToken',
    );
    return;
  }
  if (resource.kind === 'function') return;
  const parameters = isJsonObject(state.Parameters) ? state.Parameters : {};
  const supported = ['FunctionName', 'FunctionName.$', 'Payload', 'Payload.$', 'InvocationType'];
  for (const parameter of Object.keys(parameters)) {
    if (!supported.includes(parameter)) report(`has the parameter ${parameter}, which is not supported`);
  }
  if ('InvocationType' in parameters && parameters.InvocationType !== 'RequestResponse') {
    report('has an InvocationType; only RequestResponse is supported');
  }
  if (!('FunctionName' in parameters || 'FunctionName.$' in parameters)) report('names no FunctionName');
}

function waitsForToken(state: Record<string, unknown>): boolean {
  return taskResource(String(state.Resource))?.kind === 'invoke-and-wait';
}

/** Looks at every path in a state: in its path fields, its payload templates and its choice rules. */
function checkPaths(value: unknown, place: PathPlace, report: (problem: string) => void, field = ''): void {
  if (typeof value === 'string') {
    if (!isPathField(field)) return;
    const problem = pathProblem(value, place);
    if (problem !== undefined) report(problem);
    if (value.startsWith('States.') && !field.endsWith('.$')) report(`has an intrinsic function in ${field}`);
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) checkPaths(item, place, report);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    // States of their own are checked as such; a literal Result holds no paths.
    if (['Branches', 'ItemProcessor', 'Iterator', 'Result', 'ResultPath'].includes(key)) continue;
    const insideMap =
      place.insideMap || key === 'ItemSelector' || (value.Type === 'Map' && key === 'Parameters');
    checkPaths(inner, { ...place, insideMap }, report, key);
  }
}

const PATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'ErrorPath',
  'CausePath',
  'MaxConcurrencyPath',
  'Variable',
];

/** Whether the text under this key is a path: a template's "name.$", a path field, a comparison with a path. */
export function isPathField(field: string): boolean {
  return (
    field.endsWith('.$') || PATH_FIELDS.includes(field) || /(Equals|LessThan|GreaterThan)Path$/.test(field)
  );
}

function recordsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
