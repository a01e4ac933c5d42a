import type { ExecutionScope } from './execution-scope.ts';
import type { Json } from './json.ts';
import type { ParallelWork } from './prepare-definition.ts';
import { runBranches } from './run-branches.ts';
import { runLevel } from './run-level.ts';
import { withinDataLimit } from './within-data-limit.ts';

/** Runs the branches of a Parallel state, all at once, each with the state's input. */
export async function runParallel(work: ParallelWork, input: Json, scope: ExecutionScope): Promise<Json> {
  const { branches } = work;
  scope.history.add('ParallelStateStarted');
  try {
    const outputs = await runBranches(branches.length, 0, scope, async (index, branchScope) => {
      const branch = branches[index];
      return branch === undefined ? null : runLevel(branch, input, branchScope);
    });
    withinDataLimit(outputs);
    scope.history.add('ParallelStateSucceeded');
    return outputs;
  } catch (error) {
    scope.history.add('ParallelStateFailed');
    throw error;
  }
}
