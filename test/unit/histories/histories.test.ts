import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appWith, definitionIn } from '../../infra/synthesize.ts';
import { type DynamoDbServer, startDynamoDbServer } from '../shared/aws/dynamodb-server.ts';
import { pipelineTableLayout } from '../shared/jobs/job-table-server.ts';
import { doorOf } from './history-world.ts';
import { outgoing } from './outgoing-calls.ts';
import { runHistory } from './run-history.ts';
import { type Branch, workflowDefinition } from './workflow-definition.ts';

/** How many histories are lived through; more with `HISTORIES=100000`. */
const HISTORIES = Number(process.env.HISTORIES ?? 1_000);
/** The first of their seeds: a history that failed is run again by its own. */
const FIRST_SEED = Number(process.env.HISTORY_SEED ?? 1);
const AT_ONCE = Math.max(4, availableParallelism());

let server: DynamoDbServer;
let definition: Branch;
beforeAll(async () => {
  definition = workflowDefinition.parse(definitionIn(appWith({}), 'Pipeline'));
  server = await startDynamoDbServer(pipelineTableLayout('none'));
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
});
afterAll(() => {
  server.stop();
  vi.unstubAllGlobals();
});

describe('whatever goes wrong, wherever it does', () => {
  it('every job ends with its reason, nothing is paid twice, and the books are right', async () => {
    const states: Record<string, number> = {};
    const seeds = Array.from({ length: HISTORIES }, (_, index) => FIRST_SEED + index);
    const lane = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const outcome = await runHistory({ seed, server, definition });
        const told = `HISTORY_SEED=${seed} HISTORIES=1\n${outcome.story.join('\n')}`;
        expect(outcome.broken, told).toEqual([]);
        for (const state of outcome.states) states[state] = (states[state] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    // The trouble was real, and most came through it.
    expect(states.done).toBeGreaterThan(HISTORIES / 2);
  }, 3_600_000);
});
