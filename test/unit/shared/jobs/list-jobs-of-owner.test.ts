import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { listJobsOf } from '../../../../functions/api/list-jobs/list-jobs-of.ts';
import { listJobs as operation } from '../../../../shared/api/operations/list-jobs.ts';
import { type Caller, ownerName } from '../../../../shared/callers/caller.ts';
import { ApiProblem } from '../../../../shared/errors/api-problem.ts';
import { writePosition } from '../../../../shared/jobs/job-position.ts';
import { runningJob } from './sample-job.ts';
import { useActingDeps } from './use-acting-deps.ts';

const world = useActingDeps();
const NOW = new Date('2026-11-22T00:00:00Z');
const deps = {
  get table() {
    return world.table;
  },
  now: () => NOW,
};
const ada = callerOf('ada', 'own');
const bob = callerOf('bob', 'own');
const operator = callerOf('operator', 'all');
/** Of ada, bob and nobody, in two months, every third failed; the newest has the highest number. */
const JOBS = 24;

function callerOf(owner: string, sees: Caller['sees']): Caller {
  return { keyId: owner, owner: ownerName.parse(owner), scope: 'read', sees };
}

async function list(caller: Caller, query: Record<string, string> = {}) {
  return listJobsOf(deps, { caller, query: operation.query.parse(query) });
}

/** The numbers of all jobs of a list, from its first page to its last. */
async function all(caller: Caller, query: Record<string, string> = {}): Promise<number[]> {
  const found: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(caller, { ...query, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.jobs.map(({ source }) => Number(source.key.replace(/\D/g, ''))));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

const owners = ['ada', 'bob', undefined] as const;
const ownerOf = (number: number) => owners[number % 3];
const numbers = Array.from({ length: JOBS }, (_, index) => JOBS - index);
const of = (owner: string) => numbers.filter((number) => ownerOf(number) === owner);

beforeAll(async () => {
  for (const number of numbers) {
    const month = number > JOBS / 2 ? '2026-11' : '2026-09';
    const owner = ownerOf(number);
    const job = runningJob({
      month,
      submittedAt: `${month}-01T00:00:${String(number).padStart(2, '0')}.000Z`,
      state: number % 4 === 0 ? 'failed' : 'done',
      ...(owner === undefined ? {} : { owner: ownerName.parse(owner) }),
      source: { bucket: 'songs', key: `incoming/Song ${number}.wav`, etag: 'e', bytes: 1 },
    });
    await world.put({ job, steps: [] });
  }
});

describe('listing the jobs of a caller', () => {
  it('shows the jobs of the owner of the key and no others, or all of them', async () => {
    expect(await all(ada)).toEqual(of('ada'));
    expect(await all(bob, { limit: '3' })).toEqual(of('bob'));
    expect(await all(operator, { limit: '5' })).toEqual(numbers);
    expect(await all(callerOf('eve', 'own'))).toEqual([]);
  });

  it('filters by state, month and text, alone and together', async () => {
    const failed = of('ada').filter((number) => number % 4 === 0);
    expect(await all(ada, { state: 'failed' })).toEqual(failed);
    expect(await all(ada, { month: '2026-09' })).toEqual(of('ada').filter((number) => number <= 12));
    expect(await all(ada, { month: '2026-09', state: 'failed', limit: '1' })).toEqual(
      failed.filter((number) => number <= 12),
    );
    expect(await all(ada, { text: 'SONG 9.' })).toEqual([9]);
    expect(await all(operator, { month: '2026-11', limit: '5' })).toEqual(numbers.filter((one) => one > 12));
    expect(await all(operator, { month: '2026-09', state: 'failed' })).toEqual([12, 8, 4]);
  });

  it('refuses a cursor that is no place in the list', async () => {
    const after = { submittedAt: '2026-09-01T00:00:09.000Z', jobId: 'job1' };
    const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const wrong = [
      'x',
      written({ month: 1 }),
      written({ after: { ...after, pk: 'JOB#job1' } }),
      written({ after: { ...after, submittedAt: 'now' } }),
      written({ after: { ...after, jobId: 'JOB#job1' } }),
    ];
    for (const cursor of wrong) {
      await expect(list(ada, { cursor })).rejects.toMatchObject({ kind: 'invalid-cursor' });
      await expect(list(operator, { cursor })).rejects.toMatchObject({ kind: 'invalid-cursor' });
    }
    await expect(list(ada, { month: '2026-11', cursor: written({ after }) })).rejects.toThrow(ApiProblem);
    await expect(list(operator, { cursor: written({ month: '1999-01' }) })).rejects.toThrow(ApiProblem);
  });

  it('never shows a job of somebody else, and never breaks, whatever the cursor says', async () => {
    const month = fc.constantFrom('2026-11', '2026-09', '2026-10', '1970-01', undefined);
    const at = fc.date({ min: new Date('2026-08-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    const place = fc.record({ at, job: fc.integer({ min: 1, max: 60 }) });
    const cursors = fc.oneof(
      fc.record({ month, place: fc.option(place, { nil: undefined }) }).map(({ month: one, place: there }) =>
        writePosition(
          JSON.parse(
            JSON.stringify({
              month: one,
              after: there && { submittedAt: there.at.toISOString(), jobId: `job${there.job}` },
            }),
          ),
        ),
      ),
      fc.json().map((text) => Buffer.from(text).toString('base64url').slice(0, 300)),
      fc.string({ maxLength: 60 }),
    );
    const queries = fc.record(
      {
        state: fc.constantFrom('failed', 'done', 'running'),
        month: fc.constantFrom('2026-11', '2026-09'),
        limit: fc.constantFrom('1', '4', '200'),
        text: fc.constantFrom('song', 'nothing'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        cursors,
        queries,
        fc.constantFrom(ada, bob, operator),
        async (cursor, query, caller) => {
          const answer = await list(caller, { ...query, cursor }).catch((error: unknown) => {
            if (error instanceof ApiProblem && error.kind === 'invalid-cursor') return { jobs: [] };
            throw error;
          });
          for (const job of answer.jobs) {
            if (caller.sees === 'own') expect(job.owner).toBe(caller.owner);
            if (query.state !== undefined) expect(job.state).toBe(query.state);
            if (query.month !== undefined) expect(job.submittedAt.slice(0, 7)).toBe(query.month);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
