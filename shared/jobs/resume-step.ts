import type { JobTable } from './job-table.ts';
import type { Resumption } from './plan-retry.ts';
import type { StepChange } from './record-change.ts';
import type { Step } from './step.ts';

/** What a failure leaves on the record. */
const OF_THE_FAILURE = ['failure', 'endedAt', 'cancelledAt', 'taskToken', 'turnUntil'] as const;
/** What one attempt leaves on the record. */
const OF_THE_ATTEMPT = [
  'result',
  'resultAt',
  'remoteHash',
  'separationHash',
  'cachedFrom',
  'progress',
  'creatingAt',
  'creatingBy',
  'creatingUntil',
  'createdAt',
  'queuedAt',
  'hintedAt',
  'searchedTo',
  'work',
  'dueAt',
] as const;

/** Puts a failed step back to where it goes on from. A step that is not failed any more stays as it is. */
export async function resumeStep(
  jobs: JobTable,
  step: Step,
  resumption: Exclude<Resumption, 'keep'>,
  at: Date,
): Promise<void> {
  const { set, remove } = CHANGES[resumption](step, at.toISOString());
  await jobs.changeStep(step, {
    at,
    set,
    remove: [...OF_THE_FAILURE, ...remove],
    event: { what: 'retried', detail: SAID[resumption] },
    when: { state: ['failed'], equals: { attempt: step.attempt } },
  });
}

const SAID: Readonly<Record<Exclude<Resumption, 'keep'>, string>> = {
  copy: 'copies its stems',
  wait: 'waits for its separation',
  'look-up': 'looks for its request in the history of the account',
  again: 'begins anew',
};

type Change = Required<Pick<StepChange, 'set' | 'remove'>>;

const CHANGES: Readonly<Record<Exclude<Resumption, 'keep'>, (step: Step, time: string) => Change>> = {
  // The result ends the wait of the new execution as soon as that has registered its token.
  copy: (_step, time) => ({ set: { state: 'waiting', work: 'poll', dueAt: time }, remove: [] }),
  // The time that a separation may take begins anew.
  wait: (_step, time) => ({
    set: { state: 'waiting', createdAt: time, work: 'poll', dueAt: time },
    remove: ['result', 'resultAt', 'progress'],
  }),
  'look-up': (_step, time) => ({
    set: { state: 'creating', work: 'look-up', dueAt: time, lookUps: 0 },
    remove: ['result', 'resultAt', 'searchedTo'],
  }),
  again: (step) => {
    const { quoted, charged, refunded } = step.credits;
    // What was sent once must not be taken for what is sent next.
    const attempt = step.attempt + (step.creatingAt === undefined ? 0 : 1);
    return {
      set: {
        state: 'blocked',
        attempt,
        credits: { quoted, reserved: 0, charged, refunded },
        files: {},
        lookUps: 0,
        refusals: 0,
      },
      remove: OF_THE_ATTEMPT,
    };
  },
};
