import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appWith, stateMachinesOf, templateOf } from './synthesize.ts';

/** Names of our errors, as Step Functions sees them, that say this of themselves. */
function errorsThatAre(retryable: boolean): string[] {
  return readdirSync('shared/errors').flatMap((file) => {
    const source = readFileSync(`shared/errors/${file}`, 'utf8');
    const name = /override readonly name = '(\w+)'/.exec(source.split('export ').at(-1) ?? '')?.[1];
    return name !== undefined && source.includes(`retryable: ${retryable}`) ? [name] : [];
  });
}

/** Errors that reach no step but the one that spends, or only an HTTP caller. */
const ELSEWHERE = ['EngineRefusal', 'MvsepAmbiguous', 'MvsepRejected', 'MvsepUnauthorized'];
/** The poller and the webhook keep it inside, since both look again anyway. */
const KEPT_INSIDE = ['MvsepProtocolError'];
/** The one step that spends money, and what it may be repeated after: nothing that may have been charged. */
const SPENDING_STEP = 'Create separation';
const NOTHING_CHARGED = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'MvsepBusy',
  'MvsepUnavailable',
];
/** A killed function is run again to find its own mark and say what happened; it sends nothing. */
const KILLED = ['Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError', 'States.Timeout'];

describe('retries', () => {
  const app = appWith({ upstream: 'engine' });
  const tasks = ['Engine', 'Pipeline'].flatMap((stack) =>
    stateMachinesOf(templateOf(app, stack)).flatMap((machine) => machine.tasks),
  );
  const spending = tasks.filter(({ name }) => name === SPENDING_STEP);
  // A webhook is repeated whatever went wrong: its receiver can poll.
  const others = tasks.filter(({ name }) => name !== SPENDING_STEP && name !== 'Post webhook');

  it('stand in a workflow for every error that calls itself retryable', () => {
    const named = tasks.flatMap(({ Retry }) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals));
    expect(errorsThatAre(true)).toContain('DownloadFailed');
    const missing = errorsThatAre(true).filter(
      (name) => !named.includes(name) && !KEPT_INSIDE.includes(name),
    );
    expect(missing).toEqual(['WebhookFailed']);
  });

  it('give a passing failure of AWS another chance at every step but the one that spends', () => {
    expect(others.length).toBeGreaterThan(8);
    for (const { name, Retry } of others) {
      const passing = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('States.TaskFailed'));
      expect(passing?.MaxAttempts, name).toBeGreaterThan(0);
    }
  });

  it('waste no time on what stays as it is', () => {
    for (const { name, Retry } of others) {
      const never = Retry.filter(({ MaxAttempts }) => MaxAttempts === 0).flatMap(
        ({ ErrorEquals }) => ErrorEquals,
      );
      expect(never, name).toEqual(
        expect.arrayContaining(errorsThatAre(false).filter((error) => !ELSEWHERE.includes(error))),
      );
    }
  });

  it('never repeat what may have been charged', () => {
    const errors = spending.flatMap(({ Retry }) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((name) => ![...NOTHING_CHARGED, ...KILLED].includes(name))).toEqual([]);
  });
});
