import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizeCaller } from '../../../functions/api/authorize-caller/authorize-caller.ts';
import { answerAnyone } from '../../../shared/api/answer/answer-anyone.ts';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import type { Operation } from '../../../shared/api/operation.ts';
import { OPERATIONS } from '../../../shared/api/operations.ts';
import type { Authorization } from '../../../shared/callers/authorization.ts';
import { ownerName } from '../../../shared/callers/caller.ts';
import { issueKey } from '../../../shared/callers/issue-key.ts';
import { revokeKey } from '../../../shared/callers/revoke-key.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { type KeyedTables, startKeyedTables } from '../engine/keyed-tables.ts';
import { keptLog } from '../shared/jobs/kept-log.ts';
import { createApiFront } from './api-front.ts';
import { checkAnswer } from './check-answer.ts';
import { generatedRequest, SHOWN_KEYS, type ShownKey } from './generated-request.ts';
import { SAMPLE_OPERATIONS } from './sample-operations.ts';

const REQUESTS = 10_000;
const NOW = new Date('2026-11-22T10:00:00.000Z');

let tables: KeyedTables;
let tableName: string;
let shown: Readonly<Record<ShownKey, string | undefined>>;
let passedOn: ReadonlyMap<ShownKey, Authorization>;

beforeAll(async () => {
  tables = await startKeyedTables();
  tableName = await tables.empty();
  const { documents } = tables;
  const table = { documents, tableName };
  const issue = (scope: 'read' | 'write') =>
    issueKey(table, { owner: ownerName.parse('ann'), scope, sees: 'own' }, NOW);
  const [writer, reader, revoked] = [await issue('write'), await issue('read'), await issue('write')];
  await revokeKey(table, revoked.issued.keyId, NOW);
  shown = {
    writer: writer.key,
    reader: reader.key,
    revoked: revoked.key,
    unknown: 'Unknown0Unknown0Unknown0Unknow',
    malformed: 'this-is-no-key',
    none: undefined,
  };
  const calls = new CallCounter(documents, tableName, { calls: 600, windowSeconds: 60 });
  const deps = { table, calls, log: keptLog(), now: () => NOW };
  // What the authorizer says of a key is always the same: it is asked once about each.
  const answers = new Map<ShownKey, Authorization>();
  for (const name of SHOWN_KEYS) {
    const key = shown[name];
    answers.set(
      name,
      await authorizeCaller(deps, key === undefined ? {} : { authorization: `Bearer ${key}` }),
    );
  }
  passedOn = answers;
});
afterAll(() => tables.stop());

const log = keptLog();

/** The frame around a use case that answers what stands in the first example of its operation. */
function standIn(operation: Operation) {
  const answer = async () => operation.examples[0]?.reply;
  return operation.scope === 'anyone'
    ? answerAnyone(operation, log, answer)
    : answerOperation(operation, log, answer);
}

describe(`${REQUESTS} generated requests`, () => {
  it('are all answered by a reply or by a problem that says nothing of our inside', async () => {
    const operations = [...OPERATIONS, ...SAMPLE_OPERATIONS];
    const front = createApiFront(operations.map((operation) => [operation, standIn(operation)]));
    const secrets = [...Object.values(shown).filter((key) => key !== undefined), tableName];
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(generatedRequest(operations), async (request) => {
        const answer = await front(request, passedOn.get(request.key));
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        checkAnswer(answer.operation, answer, secrets);
      }),
      { numRuns: REQUESTS },
    );
    // None of them went unnoticed, and the requests were of all kinds.
    expect(log.lines).toEqual([]);
    for (const status of [200, 201, 400, 401, 403, 404, 405, 413, 415]) {
      expect(statuses.get(status) ?? 0, `answers of status ${status}`).toBeGreaterThan(0);
    }
  }, 60_000);
});
