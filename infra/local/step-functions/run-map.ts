import { ExecutionError, type StateMachine } from 'aws-local-stepfunctions';
import type { ExecutionScope } from './execution-scope.ts';
import type { Json } from './json.ts';
import type { MapWork } from './prepare-definition.ts';
import { runBranches } from './run-branches.ts';
import { contextOf, runLevel } from './run-level.ts';
import { StateFailure } from './state-failure.ts';
import { withinDataLimit } from './within-data-limit.ts';

/** Runs the item processor of an inline Map state once for each item. */
export async function runMap(work: MapWork, input: Json, scope: ExecutionScope): Promise<Json> {
  const items = await evaluate(work.items, input, scope);
  if (!Array.isArray(items)) {
    throw new StateFailure(
      'States.Runtime',
      `The items of the Map "${work.name}" are not a list.`,
      'by-nothing',
    );
  }
  const limit =
    typeof work.maxConcurrency === 'number'
      ? work.maxConcurrency
      : Number(await evaluate(work.maxConcurrency, input, scope));
  if (!Number.isInteger(limit) || limit < 0) {
    throw new StateFailure(
      'States.Runtime',
      `The MaxConcurrency of the Map "${work.name}" is not a whole number from 0.`,
      'by-nothing',
    );
  }
  scope.history.add('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  try {
    const outputs = await runBranches(items.length, limit, scope, (index, itemScope) =>
      runItem(work, input, { ...itemScope, item: { Index: index, Value: items[index] ?? null } }),
    );
    withinDataLimit(outputs);
    scope.history.add('MapStateSucceeded');
    return outputs;
  } catch (error) {
    scope.history.add('MapStateFailed');
    throw error;
  }
}

async function runItem(
  work: MapWork,
  mapInput: Json,
  scope: ExecutionScope & Required<Pick<ExecutionScope, 'item'>>,
): Promise<Json> {
  const details = { name: work.name, index: scope.item.Index };
  scope.history.add('MapIterationStarted', { mapIterationStartedEventDetails: details });
  try {
    const selector = work.itemSelector;
    const input = selector === undefined ? scope.item.Value : await evaluate(selector, mapInput, scope);
    const output = await runLevel(work.processor, input, scope);
    scope.history.add('MapIterationSucceeded', { mapIterationSucceededEventDetails: details });
    return output;
  } catch (error) {
    const type = scope.signal.aborted ? 'MapIterationAborted' : 'MapIterationFailed';
    const member = scope.signal.aborted
      ? 'mapIterationAbortedEventDetails'
      : 'mapIterationFailedEventDetails';
    scope.history.add(type, { [member]: details });
    throw error;
  }
}

/** Evaluates a path or a template with the library, so that it means the same everywhere. */
async function evaluate(machine: StateMachine, input: Json, scope: ExecutionScope): Promise<Json> {
  try {
    return await machine.run(input, { context: contextOf(scope) }).result;
  } catch (error) {
    throw error instanceof ExecutionError ? error.cause : error;
  }
}
