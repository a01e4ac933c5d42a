import { StateMachine } from 'aws-local-stepfunctions';
import { checkState } from './check-state.ts';
import { checkFields, type DefinitionProblems } from './definition-problems.ts';
import { isDefinition } from './is-definition.ts';
import { isJsonObject } from './json.ts';
import { BRANCH_FIELDS, MACHINE_FIELDS, PROCESSOR_FIELDS } from './state-fields.ts';

/** What was found valid before, since each validation takes a tenth of a second. */
const valid = new Set<string>();

/**
 * Refuses a definition that would run differently here than on AWS.
 *
 * The interpreter (aws-local-stepfunctions 3) reads JSONPath definitions and ignores, silently, what it does not
 * know: JSONata, Assign, HeartbeatSeconds, distributed Maps. A workflow that passes here and fails on AWS is worth
 * nothing, so everything outside the fields known to work is an error that names state and field.
 *
 * @throws Error listing every problem; also when the definition is not valid Amazon States Language at all.
 */
export function checkDefinition(machineName: string, definition: object): void {
  const problems: DefinitionProblems = { list: [], stateNames: new Set() };
  if (isJsonObject(definition)) checkFields('the state machine', definition, MACHINE_FIELDS, problems);
  checkLevel(definition, { insideMap: false }, problems);
  if (problems.list.length > 0) {
    throw new Error(
      `The state machine ${machineName} cannot run locally as it would on AWS:\n- ${problems.list.join('\n- ')}`,
    );
  }
  if (!isDefinition(definition))
    throw new Error(`The state machine ${machineName} has no StartAt or States.`);
  const text = JSON.stringify(definition);
  if (valid.has(text)) return;
  // The constructor validates the definition against the Amazon States Language; its result is not needed.
  try {
    new StateMachine(definition);
    valid.add(text);
  } catch (error) {
    throw new Error(`The state machine ${machineName} is not valid Amazon States Language.`, {
      cause: error,
    });
  }
}

/** Checks the states of a machine, a branch or an item processor. */
function checkLevel(level: unknown, place: { insideMap: boolean }, problems: DefinitionProblems): void {
  if (!isJsonObject(level) || !isJsonObject(level.States)) return;
  for (const [name, state] of Object.entries(level.States)) {
    if (problems.stateNames.has(name)) problems.list.push(`the state name "${name}" is used twice`);
    problems.stateNames.add(name);
    if (!isJsonObject(state)) continue;
    checkState(name, state, place, problems);
    checkNested(name, state, place, problems);
  }
}

function checkNested(
  name: string,
  state: Record<string, unknown>,
  place: { insideMap: boolean },
  problems: DefinitionProblems,
): void {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  for (const branch of branches) {
    if (isJsonObject(branch)) checkFields(`a branch of "${name}"`, branch, BRANCH_FIELDS, problems);
    checkLevel(branch, place, problems);
  }
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!isJsonObject(processor)) return;
  checkFields(`the item processor of "${name}"`, processor, PROCESSOR_FIELDS, problems);
  const config = isJsonObject(processor.ProcessorConfig) ? processor.ProcessorConfig : {};
  checkFields(`the ProcessorConfig of "${name}"`, config, ['Mode'], problems);
  if ('Mode' in config && config.Mode !== 'INLINE') {
    problems.list.push(`the Map "${name}" has Mode ${String(config.Mode)}; only INLINE is supported`);
  }
  checkLevel(processor, { insideMap: true }, problems);
}
