import { availableParallelism } from 'node:os';
import { expect, vi } from 'vitest';
import { appWith, definitionIn } from '../../infra/synthesize.ts';
import { startDynamoDbServer } from '../shared/aws/dynamodb-server.ts';
import { pipelineTableLayout } from '../shared/jobs/job-table-server.ts';
import { doorOf } from './history-world.ts';
import { outgoing } from './outgoing-calls.ts';
import { runHistory } from './run-history.ts';
import { workflowDefinition } from './workflow-definition.ts';

/**
 * How many histories all test files live through together. Each takes about half a second of a core, so every run of
 * all tests lives through a hundred, and `HISTORIES=1000` through as many as one has time for.
 */
const HISTORIES = Number(process.env.HISTORIES ?? 110);
/** The first of their seeds: a history that failed is run again by its own. */
const FIRST_SEED = Number(process.env.HISTORY_SEED ?? 1);
const AT_ONCE = Math.max(2, availableParallelism());

/**
 * Lives through every second history, since two test files share them, each on a core of its own.
 *
 * @param first 0 or 1
 * @returns how often jobs ended in which state
 */
export async function liveThrough(first: 0 | 1): Promise<Readonly<Record<string, number>>> {
  const definition = workflowDefinition.parse(definitionIn(appWith({}), 'Pipeline'));
  const server = await startDynamoDbServer(pipelineTableLayout('none'));
  server.documents.middlewareStack.add(
    (next, context) => (args) => outgoing(`table ${context.commandName}`, () => next(args)),
    { step: 'initialize', name: 'outgoingCalls' },
  );
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
    const address = new URL(url);
    return doorOf(address.hostname).exchange(address, init);
  });
  // Measures are printed, as Lambda wants them.
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const seeds = Array.from({ length: HISTORIES }, (_, index) => FIRST_SEED + index).filter(
    (_, index) => index % 2 === first,
  );
  const states: Record<string, number> = {};
  const lane = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const outcome = await runHistory({ seed, server, definition });
      expect(outcome.broken, `HISTORY_SEED=${seed} HISTORIES=1\n${outcome.story.join('\n')}`).toEqual([]);
      for (const state of outcome.states) states[state] = (states[state] ?? 0) + 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  } finally {
    server.stop();
    vi.unstubAllGlobals();
  }
  return states;
}
