import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appWith, stateMachinesOf, type TaskOfTemplate, templateOf } from './synthesize.ts';

/** Names of our errors, as Step Functions sees them, that say this of themselves. */
function errorsThatAre(retryable: boolean): string[] {
  return readdirSync('shared/errors').flatMap((file) => {
    const source = readFileSync(`shared/errors/${file}`, 'utf8');
    const name = /override readonly name = '(\w+)'/.exec(source.split('export ').at(-1) ?? '')?.[1];
    return name !== undefined && source.includes(`retryable: ${retryable}`) ? [name] : [];
  });
}

/** Errors that only an HTTP caller or the operator's command line meets. */
const ELSEWHERE = ['CallRefusal', 'WrongCursor', 'WrongJobState'];
/** Tried again by its own rule. */
const WEBHOOK_STEP = 'Post webhook';
/** What may stand between a stem that is paid for and the bucket, for as long as an hour. */
const WHILE_COPYING = [
  'DownloadFailed',
  'MvsepBusy',
  'MvsepProtocolError',
  'MvsepUnavailable',
  'RequestBudgetSpent',
];
/** Failures of AWS that pass. */
const PASSING = [
  'Lambda.ServiceException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'ProvisionedThroughputExceededException',
];

/** How often a task is tried again after an error: the first retrier that names it decides, as in Step Functions. */
function attemptsAfter({ Retry }: TaskOfTemplate, error: string): number {
  const names = error === 'States.Timeout' ? [error] : [error, 'States.TaskFailed'];
  const retrier = Retry.find(({ ErrorEquals }) =>
    ErrorEquals.some((name) => names.includes(name) || name === 'States.ALL'),
  );
  // Step Functions' own default for a retrier that gives no number.
  return retrier === undefined ? 0 : (retrier.MaxAttempts ?? 3);
}

describe('retries', () => {
  const app = appWith({ upstream: 'engine' });
  const tasks = ['Engine', 'Pipeline'].flatMap((stack) =>
    stateMachinesOf(templateOf(app, stack)).flatMap((machine) => machine.tasks),
  );
  const steps = tasks.filter(({ name }) => name !== WEBHOOK_STEP);
  const taskNamed = (name: string) => {
    const found = tasks.find((task) => task.name === name);
    if (found === undefined) throw new Error(`There is no task ${name}.`);
    return found;
  };

  it.each(PASSING)('give %s another chance at every step', (error) => {
    expect(steps.length).toBeGreaterThan(8);
    for (const step of steps) expect(attemptsAfter(step, error), step.name).toBeGreaterThan(0);
  });

  it('give every error that calls itself retryable another chance at every step', () => {
    expect(errorsThatAre(true)).toContain('DownloadFailed');
    for (const step of steps) {
      const final = errorsThatAre(true).filter((error) => attemptsAfter(step, error) === 0);
      expect(final, step.name).toEqual([]);
    }
  });

  // Whatever name an error has, an end of a separation that is sent to its wait is an end: what follows from a
  // repetition would be the same end again.
  it('waste no time on what stays as it is', () => {
    const thrown = errorsThatAre(false).filter((error) => !ELSEWHERE.includes(error));
    expect(thrown).toEqual(expect.arrayContaining(['MvsepAmbiguous', 'MvsepRejected', 'EarlierStepFailed']));
    // The service's own verdict is no error of ours: only the wait is told of it.
    const permanent = [...thrown, 'SeparationFailed'];
    for (const step of steps) {
      const repeated = permanent.filter((error) => attemptsAfter(step, error) > 0);
      expect(repeated, step.name).toEqual([]);
    }
  });

  it('fetch a stem that is paid for with patience, and nothing else', () => {
    for (const error of WHILE_COPYING) {
      expect(attemptsAfter(taskNamed('Copy stem'), error), error).toBeGreaterThanOrEqual(60);
      expect(attemptsAfter(taskNamed('Inspect audio'), error), error).toBeLessThan(10);
    }
  });

  it('leave a wait that timed out to the step after it', () => {
    expect(attemptsAfter(taskNamed('Separate'), 'States.Timeout')).toBe(0);
  });

  it('post a webhook again whatever went wrong: its receiver can poll', () => {
    expect(attemptsAfter(taskNamed(WEBHOOK_STEP), 'WebhookFailed')).toBeGreaterThan(0);
  });
});
