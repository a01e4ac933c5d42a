/** Where a path stands: it decides which parts of the context object exist there. */
export interface PathPlace {
  readonly insideMap: boolean;
  /** In the Parameters of a task that waits for its token. */
  readonly hasTaskToken: boolean;
}

const EXECUTION_PATH =
  /^\$\$\.(Execution\.(Id|Name|RoleArn|StartTime|Input(?![A-Za-z])[^,)]*)|StateMachine\.(Id|Name))$/;
const ITEM_PATH = /^\$\$\.Map\.Item\.(Index|Value(?![A-Za-z])[^,)]*)$/;

/** Wildcards, descendants, filters, slices and lists of subscripts. */
const INDEFINITE_PATH = /\[\s*\*|\.\*|\.\.|\[\s*\?|\[[^\]'"]*[:,][^\]'"]*\]/;

/**
 * Why a path or an intrinsic function cannot be evaluated faithfully, or undefined when it can.
 *
 * Refused are: variables; parts of the context object that do not exist here; paths that can match any number of
 * values (the library fails on none where AWS gives an empty list); and States.JsonToString, of whose result the
 * library strips every backslash, so that quoted text comes out broken.
 */
export function pathProblem(expression: string, place: PathPlace): string | undefined {
  if (expression.startsWith('States.')) return intrinsicProblem(expression, place);
  if (!/^\$(\$?)([.[]|$)/.test(expression)) {
    return `uses "${expression}": variables (Assign) are not supported`;
  }
  if (expression.startsWith('$$')) return contextProblem(expression, place);
  if (INDEFINITE_PATH.test(expression)) {
    return `uses "${expression}": only paths to exactly one value are supported`;
  }
  return undefined;
}

function contextProblem(expression: string, place: PathPlace): string | undefined {
  if (EXECUTION_PATH.test(expression)) return undefined;
  if (ITEM_PATH.test(expression)) {
    return place.insideMap ? undefined : `uses "${expression}" outside of a Map`;
  }
  if (expression === '$$.Task.Token') {
    return place.hasTaskToken ? undefined : `uses "${expression}" where no task waits for a token`;
  }
  return `uses "${expression}": this part of the context object is not supported`;
}

function intrinsicProblem(expression: string, place: PathPlace): string | undefined {
  if (expression.includes('States.JsonToString')) {
    return `uses "${expression}": States.JsonToString is not supported, quotes inside the value would be lost`;
  }
  const withoutTexts = expression.replaceAll(/'(?:\\.|[^'\\])*'/g, "''");
  for (const [path] of withoutTexts.matchAll(/\$[^,()\s]*(?:\[[^\]]*\][^,()\s]*)*/g)) {
    const problem = pathProblem(path, place);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
